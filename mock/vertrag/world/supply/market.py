"""What happens to a contract outside the service: the grid, other suppliers and the bank report it."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from vertrag.world.days import HOUR, SECOND, day_of, first_of_month, midnight, utc_midnight, working_day
from vertrag.world.draws import key_of, word_at
from vertrag.world.fixtures import table
from vertrag.world.service import Interaction
from vertrag.world.supply.contracts import Contract

_DEPOSITS = 2  # the latest ones; older ones tell an agent nothing
_ERP = "https://erp.exempla.example/contracts"


def market_events(contract: Contract, now_ns: int) -> tuple[Interaction, ...]:
    """The deliveries, grid messages and payments of a contract until now, in no particular order."""
    found = (*_switch(contract), *_leaving(contract), *_payments(contract, day_of(now_ns)))
    return tuple(entry for entry in found if entry.time_ns <= now_ns)


def _switch(contract: Contract) -> Iterator[Interaction]:
    """How the contract came about. A switch within one working day is law for electricity since June 2025."""
    quick = contract.energy == "electricity" and contract.start_date >= table("market.yaml")["one_day_since"]
    return _process("switch_in_one_day" if quick else "switch_in_weeks", contract, contract.start_date)


def _leaving(contract: Contract) -> Iterator[Interaction]:
    if contract.end_date is None:
        return iter(())
    return _process("leaving", contract, contract.end_date + timedelta(days=1))


def _payments(contract: Contract, today: date) -> Iterator[Interaction]:
    """The latest deposits, or what the bank says if there is a debt."""
    last = min(today, contract.end_date or today)
    months = [first_of_month(last, -back) for back in range(_DEPOSITS)]
    due = [month for month in months if month > contract.start_date]
    for month in due:
        failed = contract.unpaid_debt > 0 and month == due[-1]
        yield from _process("unpaid" if failed else "deposit", contract, month)


def _process(name: str, contract: Contract, anchor: date) -> Iterator[Interaction]:
    """The steps of a process around its anchor day; nothing is sent before the customer has signed."""
    for step, (days, kind, sub_channel, subject) in enumerate(table("market.yaml")[name]):
        day = max(working_day(anchor, days), contract.signup_date + timedelta(days=step))
        time_ns = _at_work(day, contract.id, name, step) if days else utc_midnight(anchor)
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
