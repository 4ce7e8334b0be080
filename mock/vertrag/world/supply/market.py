"""What happens to a contract outside the service: the grid, other suppliers and the bank report it."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Literal

from vertrag.world.days import HOUR, SECOND, day_of, market_day, midnight, on_working_day, utc_midnight
from vertrag.world.draws import key_of, word_at
from vertrag.world.fixtures import table
from vertrag.world.helpdesk.service import Interaction
from vertrag.world.supply.accounts import REFUND
from vertrag.world.supply.billing import invoices_of
from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.deposits import latest_deposits
from vertrag.world.supply.dunning import dunning_of, missed_deposits
from vertrag.world.supply.products import price_changes

_DEPOSITS = 2  # the latest ones; older ones tell an agent nothing
_BILLS = timedelta(days=500)  # so that the bill of last year and that of this year can be seen
_AHEAD = timedelta(weeks=8)  # a price is told that long before it holds, at most
_ERP = "https://erp.exempla.example/contracts"


def market_events(contract: Contract, now_ns: int) -> tuple[Interaction, ...]:
    """The deliveries, grid messages and payments of a contract until now, in no particular order."""
    today = day_of(now_ns)
    found = (
        *_switch(contract),
        *_leaving(contract),
        *_exchanges(contract),
        *_deposits(contract, today),
        *_bills(contract, today),
        *_dunning(contract, today),
        *_price_changes(contract, today),
    )
    return tuple(entry for entry in found if entry.time_ns <= now_ns)


def _switch(contract: Contract) -> Iterator[Interaction]:
    """How the contract came about. A switch within one working day is law for electricity since June 2025."""
    quick = contract.energy == "electricity" and contract.start_date >= table("market.yaml")["one_day_since"]
    return _process("switch_in_one_day" if quick else "switch_in_weeks", contract, contract.start_date)


def _leaving(contract: Contract) -> Iterator[Interaction]:
    if contract.end_date is None:
        return iter(())
    return _process("leaving", contract, contract.end_date + timedelta(days=1))


def _exchanges(contract: Contract) -> Iterator[Interaction]:
    for installation in contract.installations[1:]:
        yield from _process(installation.cause, contract, installation.since)


def _deposits(contract: Contract, today: date) -> Iterator[Interaction]:
    """The latest deposits that came in."""
    missed = {deposit for each in contract.arrears for deposit in missed_deposits(contract, each)}
    for deposit in latest_deposits(contract, contract.last_day(today), _DEPOSITS):
        if deposit not in missed:
            yield _entry(contract, deposit.due, "payment", "depositReceived")


def _bills(contract: Contract, today: date) -> Iterator[Interaction]:
    """The latest bills, and what came in or went out for them."""
    for bill in invoices_of(contract, today, today - _BILLS):
        yield _entry(contract, bill.issued, "payment", "invoiceIssued")
        if bill.amount_due > 0:
            yield _entry(contract, bill.due, "payment", "invoicePaid")
        else:
            yield _entry(contract, on_working_day(bill.issued + REFUND), "payment", "refundPaid")


def _dunning(contract: Contract, today: date) -> Iterator[Interaction]:
    names = table("market.yaml")["dunning"]
    for arrears in contract.arrears:
        for step in dunning_of(contract, arrears, today):
            kind, subject = names[step.stage]
            yield _entry(contract, step.day, kind, subject)


def _price_changes(contract: Contract, today: date) -> Iterator[Interaction]:
    """New prices of the last years, on the day on which they were told."""
    path = contract.prices(contract.last_day(today) + _AHEAD)
    old = sum(price.since <= today - _BILLS for price in path)  # told before they held
    for change in price_changes(contract.tariff, path[max(old - 1, 0) :]):
        if change.announced > today - _BILLS:
            yield _entry(contract, change.announced, "delivery", "priceChangeAnnounced")


def _entry(contract: Contract, day: date, kind: Literal["delivery", "payment"], subject: str) -> Interaction:
    time_ns = _at_work(day, contract.id, subject, 0)
    return Interaction(kind, time_ns, None, None, subject, f"{_ERP}/{contract.id}/{kind}/{day}")


def _process(name: str, contract: Contract, anchor: date) -> Iterator[Interaction]:
    """The steps of a process around its anchor day; nothing is sent before the customer has signed."""
    for step, (days, kind, sub_channel, subject) in enumerate(table("market.yaml")[name]):
        if kind == "delivery":  # it turns at midnight
            time_ns = utc_midnight(anchor)
        else:
            day = max(market_day(anchor, days), contract.signup_date + timedelta(days=step))
            time_ns = _at_work(day, contract.id, name, step)
        url = f"{_ERP}/{contract.id}/{kind}/{step + 1}"
        yield Interaction(kind, time_ns, None, sub_channel, subject, url)


@cache
def _step_key(name: str) -> int:
    return key_of(0, "market", name)


def _at_work(day: date, contract_id: int, name: str, step: int) -> int:
    """An instant of a day between 6 and 18 o'clock; the steps of one process keep their order."""
    slot = 2 * HOUR  # six steps share twelve hours
    spread = word_at(_step_key(name), contract_id * 8 + step) % (slot // SECOND)
    return midnight(day) + 6 * HOUR + step * slot + spread * SECOND
