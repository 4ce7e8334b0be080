"""One instant in the four ways in which the vendors write time; all take Unix nanoseconds.

Every way cuts digits off and never rounds, so that all vendors agree on the second.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache

_SECOND = 1_000_000_000  # ns


def unix_seconds(time_ns: int) -> int:
    """Whole Unix seconds."""
    return time_ns // _SECOND


def midnight(day: date) -> int:
    """Unix seconds at which a day begins in UTC: how enneo's examples write days."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def german_time(time_ns: int) -> str:
    """German wall-clock time as "2026-11-02 09:00:00", without a zone."""
    seconds = time_ns // _SECOND
    starts, ends = _summer_time(_utc(seconds).year)
    offset = 7200 if starts <= seconds < ends else 3600
    return _utc(seconds + offset).isoformat(" ")[:19]


def utc_milliseconds(time_ns: int) -> str:
    """UTC with three digits of the second: "2026-11-02T08:00:00.123Z"."""
    seconds, rest = divmod(time_ns, _SECOND)
    return f"{_utc(seconds).isoformat()[:19]}.{rest // 1_000_000:03}Z"


def utc_ticks(time_ns: int) -> str:
    """UTC with seven digits of the second, as .NET counts: "2026-11-02T08:00:00.1234567+00:00"."""
    seconds, rest = divmod(time_ns, _SECOND)
    return f"{_utc(seconds).isoformat()[:19]}.{rest // 100:07}+00:00"


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@cache
def _summer_time(year: int) -> tuple[int, int]:
    # Directive 2000/84/EC: from the last Sunday of March to that of October, both at 01:00 UTC.
    # The rule is written out because small systems come without a time zone database.
    return _last_sunday(year, 3) + 3600, _last_sunday(year, 10) + 3600


def _last_sunday(year: int, month: int) -> int:
    end = date(year, month, 31)
    return midnight(end - timedelta(days=end.isoweekday() % 7))
