"""German days: Unix nanoseconds and local time, holidays, working days, dates as Germans write them.

Laws
1. Instants are integers, nanoseconds since 1970 UTC; a day is a date of the German calendar.
2. The summer time rule of the EU is computed (directive 2000/84/EC: from the last Sunday of March to that
   of October, both 01:00 UTC), so a machine without a time zone database shows the same world.
"""

from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
OPENS = 8
CLOSES = 18
"""Office hours of the service, local time."""
_OPENS_AT, _CLOSES_AT = OPENS * HOUR, CLOSES * HOUR
_MONTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_MONTHS = (*_MONTHS[:2], 29, *_MONTHS[3:])
_EPOCH = date(1970, 1, 1).toordinal()
_BEGIN = datetime(1970, 1, 1)
_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)


def utc_midnight(day: date) -> int:
    """The instant at which a day begins in UTC."""
    return (day.toordinal() - _EPOCH) * DAY


@lru_cache(maxsize=64)
def _summer(year: int) -> tuple[int, int]:
    """The instants at which summer time begins and ends."""
    begin, end = date(year, 3, 31), date(year, 10, 31)
    sundays = (day - timedelta(days=day.isoweekday() % 7) for day in (begin, end))
    first, last = (utc_midnight(day) + HOUR for day in sundays)
    return first, last


def local(instant: int) -> datetime:
    """German wall-clock time of an instant, without time zone, to the second."""
    moment = _BEGIN + timedelta(seconds=instant // SECOND)
    begin, end = _summer(moment.year)
    return moment + (_SUMMER if begin <= instant < end else _WINTER)


@lru_cache(maxsize=4096)
def midnight(day: date) -> int:
    """The instant at which a day begins in Germany."""
    begin, end = _summer(day.year)
    instant = utc_midnight(day) - HOUR
    return instant - HOUR if begin <= instant - HOUR < end else instant


def on_the_clock(instant: int) -> tuple[date, int]:
    """The German day of an instant, and what the clock on the wall shows then: nanoseconds since 0:00."""
    number, shown = divmod(instant, DAY)
    begin, end = _summer(date.fromordinal(_EPOCH + number).year)
    number, shown = divmod(number * DAY + shown + (2 * HOUR if begin <= instant < end else HOUR), DAY)
    return date.fromordinal(_EPOCH + number), shown


def day_of(instant: int) -> date:
    """The German day of an instant."""
    return on_the_clock(instant)[0]


def instant_of(moment: datetime) -> int:
    """The instant of a German wall-clock time; an hour that summer time skips counts as the one before."""
    day = midnight(moment.date())
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    instant = day + seconds * SECOND
    shift = (moment - local(instant)) // timedelta(seconds=1)
    return instant + shift * SECOND


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    """The holidays that all federal states have, and the two days on which the energy market rests, too."""
    easter = _easter(year)
    moving = (easter + timedelta(days=days) for days in (-2, 1, 39, 50))
    fixed = (date(year, month, day) for month, day in ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)))
    once = (date(year, 10, 31),) if year == 2017 else ()  # five hundred years of Reformation
    return frozenset((*moving, *fixed, *once, date(year, 12, 24), date(year, 12, 31)))


@lru_cache(maxsize=64)
def _market_holidays(year: int) -> frozenset[date]:
    """A holiday of any federal state is one of the whole energy market (BDEW, GPKE)."""
    penance = date(year, 11, 22) - timedelta(days=(date(year, 11, 22).weekday() - 2) % 7)
    corpus_christi = _easter(year) + timedelta(days=60)
    fixed = [(1, 6), (8, 15), (10, 31), (11, 1)]
    fixed += [(3, 8)] if year >= 2019 else []  # Berlin, since 2023 Mecklenburg-Vorpommern as well
    fixed += [(9, 20)] if year >= 2019 else []  # Thüringen
    fixed += [(5, 8)] if year in {2020, 2025} else []  # Berlin, 75 and 80 years after the war
    regional = (date(year, month, day) for month, day in fixed)
    return _holidays(year) | {*regional, penance, corpus_christi}


def _easter(year: int) -> date:
    """Easter Sunday by the rule of Gauss, right from 1900 to 2099."""
    lunar = (19 * (year % 19) + 24) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * lunar + 5) % 7
    late = lunar + sunday == 35 or (lunar == 28 and sunday == 6 and year % 19 > 10)
    return date(year, 3, 22) + timedelta(days=lunar + sunday - 7 * late)


def is_working_day(day: date) -> bool:
    """Monday to Friday and no nationwide holiday."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def is_market_day(day: date) -> bool:
    """Whether grid operators and suppliers have to answer each other."""
    return day.weekday() < 5 and day not in _market_holidays(day.year)


def working_day(day: date, count: int) -> date:
    """The working day that many working days after a day (before it, if negative)."""
    return _counted(day, count, _working_days)


def market_day(day: date, count: int) -> date:
    """The same by the calendar of the energy market."""
    return _counted(day, count, _market_days)


def _counted(day: date, count: int, open_days: Callable[[int], list[int]]) -> date:
    """A day so many open ones further on; `open_days` are those of a year as ordinals."""
    if count == 0:
        return day
    year, days = day.year, open_days(day.year)
    place = bisect_right(days, day.toordinal()) - 1 if count > 0 else bisect_left(days, day.toordinal())
    place += count
    while place >= len(days):
        year, place = year + 1, place - len(days)
        days = open_days(year)
    while place < 0:
        year, days = year - 1, open_days(year - 1)
        place += len(days)
    return date.fromordinal(days[place])


@lru_cache(maxsize=64)
def _working_days(year: int) -> list[int]:
    return [day.toordinal() for day in _days_in(year) if is_working_day(day)]


@lru_cache(maxsize=64)
def _market_days(year: int) -> list[int]:
    return [day.toordinal() for day in _days_in(year) if is_market_day(day)]


def _days_in(year: int) -> Iterator[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return map(date.fromordinal, range(first, last + 1))


@lru_cache(maxsize=4096)
def on_working_day(day: date) -> date:
    """The day itself, or the next working day (§ 193 BGB)."""
    return day if is_working_day(day) else working_day(day, 1)


def is_open(instant: int) -> bool:
    """Whether the service is at work."""
    day, shown = on_the_clock(instant)
    return _OPENS_AT <= shown < _CLOSES_AT and is_working_day(day)


def in_office_hours(instant: int) -> int:
    """The same instant if the service is at work, else one early in its next office hours."""
    day, shown = on_the_clock(instant)
    working = is_working_day(day)
    if working and _OPENS_AT <= shown < _CLOSES_AT:
        return instant
    next_day = day if working and shown < _OPENS_AT else working_day(day, 1)
    past = instant - midnight(day)
    return midnight(next_day) + _OPENS_AT + past % (3 * HOUR)


def german_date(day: date) -> str:
    """A date as Germans write it: "02.11.2026"."""
    return f"{day.day:02d}.{day.month:02d}.{day.year}"


def first_of_month(day: date, months: int) -> date:
    """The first day of the month that many months after a day."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)


def months_after(day: date, months: int) -> date:
    """The same day of the month that many months later, or the last one of a month that is too short."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, days_of(year, month)))


def days_of(year: int, month: int) -> int:
    """How many days a month has."""
    return _LEAP_MONTHS[month] if isleap(year) else _MONTHS[month]
