"""What falls due each month on account of the next bill (Abschlag)."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from vertrag.world.days import first_of_month, months_after, on_working_day
from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.products import monthly_deposit


@dataclass(frozen=True, slots=True)
class Deposit:
    """What is due for a month, on its first working day: whole EUR."""

    month: date
    due: date
    amount: int


def deposits_between(contract: Contract, since: date, until: date) -> tuple[Deposit, ...]:
    """The deposits of a contract for the months that begin after a day and until another.

    A year of delivery has eleven or twelve, in the months after its first day; the month of the bill has
    none, unless there are twelve. The last may fall on the day after the year, and belongs to it still.
    """
    last = min(until, contract.end_date or until)
    months = tuple(_months(contract, since, last))
    if not months:
        return ()
    prices = contract.prices(last)
    amounts = [monthly_deposit(contract.consumption, price, contract.deposits) for price in prices]
    begins = [price.since for price in prices]
    return tuple(
        Deposit(month, on_working_day(month), amounts[bisect_right(begins, month) - 1]) for month in months
    )


def _months(contract: Contract, since: date, until: date) -> Iterator[date]:
    years = max(since.year - contract.start_date.year - 1, 0)
    while (begin := months_after(contract.start_date, 12 * years)) < until:
        for number in range(1, contract.deposits + 1):
            month = first_of_month(begin, number)
            if since < month <= until:
                yield month
        years += 1


def latest_deposits(contract: Contract, day: date, count: int) -> tuple[Deposit, ...]:
    """The last deposits until a day, oldest first."""
    since = day - timedelta(days=31 * (count + 2))
    return deposits_between(contract, since, day)[-count:]
