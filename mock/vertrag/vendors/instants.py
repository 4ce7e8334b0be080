"""One instant in the ways in which the vendors write time; all take Unix nanoseconds.

Every way cuts digits off and never rounds, so that all vendors agree on the second.
"""

from datetime import UTC, date, datetime

from vertrag.world.days import SECOND, instant_of, local, utc_midnight


def unix_seconds(time_ns: int) -> int:
    """Whole Unix seconds."""
    return time_ns // SECOND


def unix_midnight(day: date) -> int:
    """Unix seconds at which a day begins in UTC: how enneo's examples write days."""
    return utc_midnight(day) // SECOND


def german_time(time_ns: int) -> str:
    """German wall-clock time as "2026-11-02 09:00:00", without a zone."""
    return local(time_ns).isoformat(" ")


def utc_milliseconds(time_ns: int) -> str:
    """UTC with three digits of the second: "2026-11-02T08:00:00.123Z"."""
    seconds, rest = divmod(time_ns, SECOND)
    return f"{_utc(seconds)}.{rest // 1_000_000:03}Z"


def utc_ticks(time_ns: int) -> str:
    """UTC with seven digits of the second, as .NET counts: "2026-11-02T08:00:00.1234567+00:00"."""
    seconds, rest = divmod(time_ns, SECOND)
    return f"{_utc(seconds)}.{rest // 100:07}+00:00"


def instant_from(value: int | str) -> int:
    """Unix nanoseconds of Unix seconds, or of German time as `german_time` writes it."""
    if isinstance(value, int):
        return value * SECOND
    return instant_of(datetime.fromisoformat(value))


def instant_from_utc(text: str) -> int:
    """Unix nanoseconds of what `utc_milliseconds` writes."""
    whole, _, digits = text.removesuffix("Z").partition(".")
    seconds = int(datetime.fromisoformat(f"{whole}+00:00").timestamp())
    return seconds * SECOND + int(digits) * 1_000_000


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:19]
