"""How much is used when: the year of a contract by its profile, in whole watt-hours.

Laws
1. A calendar year has the forecast of the contract, times what weather and habits made of it; its months have
   the shares of the profile, their days equal parts. What is used until a day grows with the day.
2. Only integers are divided, so every machine rounds alike.
"""

from calendar import isleap
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from vertrag.world.days import days_of
from vertrag.world.draws import Draws
from vertrag.world.fixtures import table
from vertrag.world.supply.contracts import Contract, FeedIn

_WHOLE = 10_000  # the months of a profile sum up to it
_HEATS = frozenset({"heating", "heat_pump"})
_LATELY = 4096  # a bill begins where another ends, and every reading asks for all years before it
_YEARS = 4096  # more than there are years, so that (contract, year) is one index


@cache
def _sums(profile: str) -> tuple[int, ...]:
    """The shares of the months, summed up before each of them."""
    return (0, *accumulate(table("profiles.yaml")["profiles"][profile]))


@cache
def _months(profile: str, *, leap: bool) -> tuple[tuple[int, int, int], ...]:
    """Of each month its share, all that comes before it, and the year, all in parts of one of its days."""
    found = [(0, 0, 1)]
    for month, (before, after) in enumerate(pairwise(_sums(profile)), 1):
        length = days_of(2024 if leap else 2025, month)
        found.append((after - before, before * length, _WHOLE * length))
    return tuple(found)


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
    whole, before = year_of_use(contract, year), _sums(contract.profile)
    return before[month] * whole // _WHOLE - before[month - 1] * whole // _WHOLE


@lru_cache(_LATELY)
def used(contract: Contract, since: date, until: date) -> int:
    """What is used from the morning of a day to that of another, Wh."""
    first = year_of_use(contract, since.year)
    before = _until(contract.profile, since, first)
    if since.year == until.year:
        return _until(contract.profile, until, first) - before
    between = sum(year_of_use(contract, year) for year in range(since.year + 1, until.year))
    return first - before + between + _until(contract.profile, until, year_of_use(contract, until.year))


def forecast(contract: Contract, since: date, until: date) -> int:
    """The same in years that are just as expected."""
    return _even(contract.profile, since, until, contract.consumption * 1000)


def fed_in(feed_in: FeedIn, since: date, until: date) -> int:
    """What photovoltaics give to the grid between two mornings, Wh."""
    row = table("profiles.yaml")["photovoltaics"]
    whole = feed_in.watts * row["yield"] * row["fed_in"] // 1000
    first = max(since, feed_in.since)
    return _even("feed_in", first, max(until, first), whole)


def _even(profile: str, since: date, until: date, whole: int) -> int:
    """The use between two mornings in years that all take the same."""
    years = (until.year - since.year) * whole
    return years + _until(profile, until, whole) - _until(profile, since, whole)


def _until(profile: str, day: date, whole: int) -> int:
    """The part of a year's use before the morning of one of its days."""
    share, before, year = _months(profile, leap=isleap(day.year))[day.month]
    return (before + share * (day.day - 1)) * whole // year
