"""The records of the world as rows of flat tables, for who needs fixtures."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal

from vertrag.world.census.people import Customer
from vertrag.world.census.population import Member
from vertrag.world.days import SECOND
from vertrag.world.supplier import Supplier
from vertrag.world.supply import Contract, Invoice
from vertrag.world.supply.accounts import account_of

Kind = Literal["integer", "text", "boolean", "date", "instant", "money", "price"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; money has two places after the comma, a price six."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, the first of which names the row, and the rows of one customer."""

    name: str
    columns: tuple[Column, ...]
    rows_of: Callable[["Estate"], Iterator[Row]]


class Estate:
    """A customer and what belongs to them, each record made once however many tables show it."""

    def __init__(self, supplier: Supplier, member: Member) -> None:
        self.supplier = supplier
        self._member = member

    @cached_property
    def customer(self) -> Customer:
        """Who they are."""
        return self._member.customer()

    @cached_property
    def contracts(self) -> tuple[Contract, ...]:
        """What they signed."""
        return self._member.contracts()

    @cached_property
    def bills(self) -> dict[int, tuple[Invoice, ...]]:
        """The bills of each contract by its id."""
        return {contract.id: self.supplier.invoices(contract) for contract in self.contracts}


def rows(
    supplier: Supplier, tables: Iterable[Table], crowd: range | None = None, *, personas: bool = True
) -> dict[str, list[Row]]:
    """The rows by table, customer by customer: of the personas, then of a part of the crowd (None: all)."""
    found: dict[str, list[Row]] = {table.name: [] for table in tables}
    for member in supplier.members(crowd, personas=personas):
        estate = Estate(supplier, member)
        for name in found:
            found[name].extend(TABLES[name].rows_of(estate))
    return found


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from "name:kind name ...", text being the kind that needs no word."""
    pairs = (word.partition(":") for word in text.split())
    return tuple(Column(name, kind or "text") for name, _, kind in pairs)  # type: ignore[arg-type]  # one of the kinds


def _instant(time_ns: int) -> datetime:
    return datetime.fromtimestamp(time_ns // SECOND, UTC)


def _customer(estate: Estate) -> Iterator[Row]:
    customer = estate.customer
    home = customer.address
    yield (
        customer.id,
        customer.business,
        customer.company,
        customer.first_name,
        customer.last_name,
        customer.email,
        customer.phone,
        home.street,
        home.house_number,
        home.postcode,
        home.city,
        home.state,
        _instant(customer.created_ns),
        customer.deceased,
        len(customer.contract_ids),
    )


def _contract(estate: Estate) -> Iterator[Row]:
    for contract in estate.contracts:
        delivery, product = contract.delivery, contract.tariff
        yield (
            contract.id,
            contract.customer_id,
            contract.energy,
            contract.status,
            contract.signup_date,
            contract.start_date,
            contract.end_date,
            product.code,
            product.name,
            product.working_price,
            product.base_price,
            contract.consumption,
            contract.monthly_deposit,
            contract.collection,
            contract.unpaid_debt,
            contract.iban,
            delivery.malo_id,
            delivery.melo_id,
            delivery.grid_operator.code,
            delivery.grid_operator.name,
            contract.meter.number,
            contract.meter.kind,
            " ".join(contract.meter.obis),
        )


def _meter(estate: Estate) -> Iterator[Row]:
    for contract in estate.contracts:
        for place, each in enumerate(contract.installations, 1):
            meter, registers = each.meter, " ".join(each.meter.obis)
            where = (contract.delivery.malo_id, contract.delivery.melo_id)
            yield (
                f"{contract.id}-{place}",
                contract.id,
                meter.number,
                meter.kind,
                registers,
                each.since,
                *where,
            )


def _reading(estate: Estate) -> Iterator[Row]:
    for contract in estate.contracts:
        for place, each in enumerate(estate.supplier.readings(contract), 1):
            values = (each.value, each.unit, each.source, each.status, each.occasion)
            yield (f"{contract.id}-{place}", contract.id, each.day, each.meter_number, each.obis, *values)


def _invoice(estate: Estate) -> Iterator[Row]:
    for contract in estate.contracts:
        for each in estate.bills[contract.id]:
            yield (
                each.id,
                each.number,
                each.contract_id,
                each.kind,
                each.issued,
                each.due,
                each.since,
                each.until,
                each.energy,
                each.net,
                each.vat,
                each.gross,
                each.deposits,
                each.credited,
                each.amount_due,
                each.corrects,
            )


def _payment(estate: Estate) -> Iterator[Row]:
    for contract in estate.contracts:
        account = account_of(contract, estate.supplier.today, estate.bills[contract.id])
        for place, each in enumerate(account.payments, 1):
            values = (each.day, each.amount, each.method, each.purpose, each.returned)
            yield (f"{contract.id}-{place}", contract.id, *values)


def _ticket(estate: Estate) -> Iterator[Row]:
    for each in estate.supplier.sketches_of(estate.customer.id):
        closed_ns = each.closed_ns
        closed = None if closed_ns is None else _instant(closed_ns)
        head = (each.id, each.customer_id, each.contract_id, each.topic, each.channel, each.status)
        yield (
            *head,
            each.priority,
            each.subject,
            each.summary,
            _instant(each.created_ns),
            closed,
            each.agent_id,
        )


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "customers",
            _columns(
                "id:integer business:boolean company first_name last_name email phone street house_number "
                "postcode city state joined:instant deceased:boolean contracts:integer"
            ),
            _customer,
        ),
        Table(
            "contracts",
            _columns(
                "id:integer customer_id:integer energy status signup_date:date start_date:date end_date:date "
                "tariff_code tariff working_price:price base_price:price consumption:integer "
                "monthly_deposit:integer collection unpaid_debt:money iban malo_id melo_id operator_code "
                "operator meter_number meter_kind registers"
            ),
            _contract,
        ),
        Table(
            "meters",
            _columns("id contract_id:integer number kind registers since:date malo_id melo_id"),
            _meter,
        ),
        Table(
            "readings",
            _columns(
                "id contract_id:integer day:date meter_number obis value:integer unit source status occasion"
            ),
            _reading,
        ),
        Table(
            "invoices",
            _columns(
                "id:integer number contract_id:integer kind issued:date due:date since:date until:date "
                "energy:integer net:money vat:money gross:money deposits:money credited:money "
                "amount_due:money corrects:integer"
            ),
            _invoice,
        ),
        Table(
            "payments",
            _columns("id contract_id:integer day:date amount:money method purpose returned:date"),
            _payment,
        ),
        Table(
            "tickets",
            _columns(
                "id:integer customer_id:integer contract_id:integer topic channel status priority subject "
                "summary created:instant closed:instant agent_id:integer"
            ),
            _ticket,
        ),
    )
}
"""All tables by name."""
