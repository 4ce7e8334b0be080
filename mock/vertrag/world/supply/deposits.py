"""What falls due each month on account of the next bill (Abschlag)."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from vertrag.world.days import on_working_day
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
    months = _months(contract, since, min(until, contract.end_date or until))
    if not months:
        return ()
    amounts = _amounts(contract, months)
    return tuple(map(Deposit, months, map(on_working_day, months), amounts))


def deposited(contract: Contract, since: date, until: date) -> int:
    """The sum of the same deposits, EUR."""
    months = _months(contract, since, min(until, contract.end_date or until))
    return sum(_amounts(contract, months)) if months else 0


def _amounts(contract: Contract, months: list[date]) -> list[int]:
    """What is due for each of some months, oldest first."""
    prices = contract.prices(months[-1])
    begins = [price.since for price in prices]
    found: list[int] = []
    for number in range(bisect_right(begins, months[0]) - 1, len(prices)):
        amount = monthly_deposit(contract.consumption, prices[number], contract.deposits)
        until = bisect_left(months, begins[number + 1]) if number + 1 < len(prices) else len(months)
        found += [amount] * (until - len(found))
    return found


def _months(contract: Contract, since: date, until: date) -> list[date]:
    """The first days of the months with a deposit after a day and until another."""
    begun = _number(contract.start_date) + 1
    numbers = range(max(_number(since) + 1, begun), _number(until) + 1)
    return [
        date(number // 12, number % 12 + 1, 1)
        for number in numbers
        if (number - begun) % 12 < contract.deposits
    ]


def _number(day: date) -> int:
    """A month as a number, so that the next one has the next."""
    return day.year * 12 + day.month - 1


def latest_deposits(contract: Contract, day: date, count: int) -> tuple[Deposit, ...]:
    """The last deposits until a day, oldest first."""
    since = day - timedelta(days=31 * (count + 2))
    return deposits_between(contract, since, day)[-count:]
