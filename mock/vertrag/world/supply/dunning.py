"""What a supplier does about deposits that were not paid, in the order and the time that the law demands.

Laws
1. Stages come in the order of the table, each on a working day, none after all was made good; how far it goes
   depends on how much is missing.
2. At least four weeks lie between threat and disconnection, at least eight working days between the
   announcement of its day and the disconnection (§ 19 (2) and (4) StromGVV).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from vertrag.world.days import market_day, on_working_day, working_day
from vertrag.world.fixtures import table
from vertrag.world.supply.contracts import Arrears, Contract
from vertrag.world.supply.deposits import Deposit, deposits_between

Stage = Literal[
    "returned_debit",
    "reminder",
    "first_notice",
    "second_notice",
    "disconnection_threat",
    "disconnection_announcement",
    "disconnection",
    "reconnection",
]
_FOUR_WEEKS = timedelta(weeks=4)
_NOTICE_DAYS = 8
_BANK_DAYS = 3  # a debit comes back within days


@dataclass(frozen=True, slots=True)
class DunningStep:
    """One step about some arrears: its day, its fee, and what is owed after it, EUR."""

    stage: Stage
    day: date
    fee: Decimal
    owed: Decimal


@dataclass(frozen=True, slots=True)
class _Row:
    stage: Stage
    after: timedelta
    fee: Decimal
    missed: int


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(
        _Row(row["stage"], timedelta(days=row["after"]), Decimal(row["fee"]), row["missed"])
        for row in table("tariffs.yaml")["dunning"]
    )


@cache
def _bank_fee() -> Decimal:
    return Decimal(table("tariffs.yaml")["returned_debit"])


def missed_deposits(contract: Contract, arrears: Arrears) -> tuple[Deposit, ...]:
    """The deposits that some arrears are about."""
    until = arrears.first + timedelta(days=31 * (arrears.missed + 2))
    return deposits_between(contract, arrears.first - timedelta(days=1), until)[: arrears.missed]


def dunning_of(contract: Contract, arrears: Arrears, today: date) -> tuple[DunningStep, ...]:
    """The steps about some arrears until today."""
    steps: list[DunningStep] = []
    missed = missed_deposits(contract, arrears)
    fees = Decimal(0)
    for stage, day, fee in _stages(contract, arrears):
        if day > today:
            break
        fees += fee
        due = sum(deposit.amount for deposit in missed if deposit.due <= day)
        owed = Decimal(0) if stage == "reconnection" else fees + due
        steps.append(DunningStep(stage, day, fee, owed))
    return tuple(steps)


def _stages(contract: Contract, arrears: Arrears) -> Iterator[tuple[Stage, date, Decimal]]:
    """All steps that are taken before the arrears are cleared, and the last one after that."""
    if contract.collection == "direct_debit":
        yield "returned_debit", debit_returned(arrears), _bank_fee()
    day, days = arrears.first, dict[str, date]()
    for row in _rows():
        day = max(on_working_day(arrears.first + row.after), day)
        if row.stage == "disconnection":
            day = _disconnected(day, days)
        if arrears.missed < row.missed or (arrears.cleared is not None and day >= arrears.cleared):
            break
        days[row.stage] = day
        yield row.stage, day, row.fee
    if "disconnection" in days and arrears.cleared is not None:
        yield "reconnection", working_day(arrears.cleared, 1), Decimal(0)


def debit_returned(arrears: Arrears) -> date:
    """The day on which the bank took the first debit back."""
    return working_day(on_working_day(arrears.first), _BANK_DAYS)


def _disconnected(day: date, days: dict[str, date]) -> date:
    """The earliest lawful day for a disconnection; nobody is cut off before a weekend."""
    if "disconnection_announcement" not in days:
        return day
    lawful = market_day(days["disconnection_announcement"], _NOTICE_DAYS + 1)
    day = max(day, lawful, days["disconnection_threat"] + _FOUR_WEEKS)
    while day.weekday() >= 4:
        day = working_day(day, 1)
    return on_working_day(day)


def fees_of(contract: Contract, arrears: Arrears, today: date) -> Decimal:
    """The fees of all steps about some arrears until today, EUR."""
    return sum((step.fee for step in dunning_of(contract, arrears, today)), Decimal(0))


def debt_on(contract: Contract, day: date) -> Decimal:
    """What was due and not paid on a day, EUR."""
    owed = Decimal("0.00")
    for arrears in contract.arrears:
        if arrears.is_open(day):
            owed += sum(
                deposit.amount for deposit in missed_deposits(contract, arrears) if deposit.due <= day
            )
            owed += fees_of(contract, arrears, day)
    return owed
