"""Contracts by their number, by a text that may mean them, and the customer of a ticket."""

from collections.abc import Iterator
from typing import Any

from vertrag.exchange import Call, Reply
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.enneo.enneo_customer import shown_contract, shown_customer
from vertrag.vendors.enneo.enneo_records import erp_record
from vertrag.vendors.enneo.enneo_ticket import sender_of
from vertrag.world.census.people import Customer
from vertrag.world.supply.contracts import Contract

_ORDERS = 3_000_000  # an order has the number of its contract and this much more
_LONGEST = 15  # digits
_SAME, _PART = 1.0, 0.8  # how alike a name or address is


def get_contract(call: Call) -> Reply:
    """One contract; there is no ERP system to reload it from."""
    desk = desk_of(call)
    contract = desk.contract(call.arguments["contractId"])
    shown = _shown(desk, contract)
    if call.arguments.get("includeRawData", False):
        shown["rawData"] = erp_record(desk.world, contract)
    return Reply(shown)


def search_contracts(call: Call) -> Reply:
    """The contracts that a text may mean, the likeliest first."""
    desk = desk_of(call)
    text = call.arguments["search"].strip().lower()
    found = {contract.id: (similarity, contract) for similarity, contract in _meant(desk, text)}
    ranked = sorted(found.items(), key=lambda each: (-each[1][0], each[0]))
    return Reply(
        [
            {"id": number, "similarity": similarity, "contract": _shown(desk, contract)}
            for number, (similarity, contract) in ranked
        ]
    )


def get_customer(call: Call) -> Reply:
    """The customer of a ticket."""
    desk = desk_of(call)
    ticket = desk.find(call.arguments["ticketId"])
    customer = desk.customer_of(ticket)
    return Reply(shown_customer(customer, desk.contracts_of(customer), sender_of(ticket, customer)))


def _meant(desk: Desk, text: str) -> Iterator[tuple[float, Contract]]:
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST:
        yield from ((_SAME, contract) for contract in _numbered(desk, int(text)))
    for persona in desk.world.personas():
        customer = desk.customer(persona.customer_id)
        similarity = _similarity(customer, text) if customer else 0
        if customer and similarity:
            yield from ((similarity, contract) for contract in desk.contracts_of(customer))


def _numbered(desk: Desk, number: int) -> Iterator[Contract]:
    """The contracts with that number of contract, order or customer."""
    for contract in (desk.world.contract(number), desk.world.contract(number - _ORDERS)):
        if contract is not None and number in (contract.id, contract.order_id):
            yield contract
    customer = desk.world.customer(number)
    if customer is not None:
        yield from desk.contracts_of(customer)


def _similarity(customer: Customer, text: str) -> float:
    names = [customer.name, customer.last_name, customer.email, customer.company or ""]
    known = [name.lower() for name in names if name]
    if text in known:
        return _SAME
    return _PART if any(text in name for name in known) else 0


def _shown(desk: Desk, contract: Contract) -> dict[str, Any]:
    customer = desk.customer(contract.customer_id)
    return shown_contract(contract, customer) if customer else {}
