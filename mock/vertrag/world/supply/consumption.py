"""How much is used when: the year of a contract by its profile, in whole watt-hours.

Laws
1. A calendar year has the forecast of the contract, times what weather and habits made of it; its months have
   the shares of the profile, their days equal parts. What is used until a day grows with the day.
2. Only integers are divided, so every machine rounds alike.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate

from vertrag.world.days import days_of
from vertrag.world.draws import Draws
from vertrag.world.fixtures import table
from vertrag.world.supply.contracts import Contract, FeedIn

_WHOLE = 10_000  # the months of a profile sum up to it
_HEATS = frozenset({"heating", "heat_pump"})
_LATELY = 4096  # a bill begins where another ends, and every reading asks for all years before it
_YEARS = 4096  # more than there are years, so that (contract, year) is one index


@cache
def _months(profile: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The shares of the months, and their sums before each of them."""
    shares = tuple(table("profiles.yaml")["profiles"][profile])
    return shares, (0, *accumulate(shares))


@cache
def _years(seed: int) -> Draws:
    return Draws(seed, "year of use")


@cache
def _weather() -> dict[int, int]:
    return dict(table("profiles.yaml")["weather"])


@lru_cache(_LATELY)
def year_of_use(contract: Contract, year: int) -> int:
    """What a whole calendar year of the contract takes, Wh."""
    scatter = table("profiles.yaml")["scatter"]
    habits = 1000 + _years(contract.seed).of(contract.id * _YEARS + year).between("habits", -scatter, scatter)
    weather = _weather().get(year, 1000) if contract.profile in _HEATS else 1000
    return contract.consumption * habits * weather // 1000


def month_of_use(contract: Contract, year: int, month: int) -> int:
    """What one month of a whole calendar year takes, Wh; the twelve sum up to the year."""
    whole, (_, before) = year_of_use(contract, year), _months(contract.profile)
    return before[month] * whole // _WHOLE - before[month - 1] * whole // _WHOLE


@lru_cache(_LATELY)
def used(contract: Contract, since: date, until: date) -> int:
    """What is used from the morning of a day to that of another, Wh."""
    return _between(contract.profile, since, until, lambda year: year_of_use(contract, year))


def forecast(contract: Contract, since: date, until: date) -> int:
    """The same in years that are just as expected."""
    whole = contract.consumption * 1000
    return _between(contract.profile, since, until, lambda _: whole)


def fed_in(feed_in: FeedIn, since: date, until: date) -> int:
    """What photovoltaics give to the grid between two mornings, Wh."""
    row = table("profiles.yaml")["photovoltaics"]
    whole = feed_in.watts * row["yield"] * row["fed_in"] // 1000
    first = max(since, feed_in.since)
    return _between("feed_in", first, max(until, first), lambda _: whole)


def _between(profile: str, since: date, until: date, whole_of: Callable[[int], int]) -> int:
    """The use between two mornings in years that take `whole_of(year)`."""
    if since.year == until.year:
        whole = whole_of(since.year)
        return _until(profile, until, whole) - _until(profile, since, whole)
    first = whole_of(since.year)
    between = sum(whole_of(year) for year in range(since.year + 1, until.year))
    return first - _until(profile, since, first) + between + _until(profile, until, whole_of(until.year))


def _until(profile: str, day: date, whole: int) -> int:
    """The part of a year's use before the morning of one of its days."""
    shares, before = _months(profile)
    length = days_of(day.year, day.month)
    share = before[day.month - 1] * length + shares[day.month - 1] * (day.day - 1)
    return share * whole // (_WHOLE * length)
