"""When tickets come in: busy and quiet hours of three years, and the instant of every share of them."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from vertrag.world.days import DAY, HOUR, SECOND, is_working_day, midnight

_WEEKDAYS = (22, 19, 18, 17, 15, 5, 4)  # share of a week's tickets in percent, Monday first
_MONTHS = {1: 135, 2: 120, 12: 115}  # percent of an ordinary month: bills and meter readings
HOURS = (2, 1, 1, 1, 1, 3, 10, 30, 80, 110, 110, 95, 60, 75, 85, 85, 75, 55, 40, 30, 25, 20, 12, 5)
HOUR_SUMS = tuple(accumulate(HOURS))


def _weight(day: date) -> int:
    """How busy a day is: percent of a week times percent of a month."""
    weekday = day.weekday() if is_working_day(day) else max(day.weekday(), 5)
    return _WEEKDAYS[weekday] * _MONTHS.get(day.month, 100)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The stream of tickets from the beginning of `first` until `end_ns`: shares of it become instants.

    `instant` grows with the share, so whoever numbers tickets by share numbers them by time.
    """

    first: date
    end_ns: int
    sums: tuple[int, ...] = field(init=False, repr=False, compare=False)
    total: int = field(init=False, repr=False, compare=False)
    begins: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        last_day_ns = self.end_ns - midnight(self.first)
        days = [self.first + timedelta(days=number) for number in range(last_day_ns // DAY + 1)]
        weights = [_weight(day) for day in days]
        sums = tuple(accumulate(weight * HOUR_SUMS[-1] for weight in weights))
        open_hours = (self.end_ns - midnight(days[-1])) // HOUR  # the last day ends at the clock
        object.__setattr__(self, "sums", sums)
        midnights = tuple(map(midnight, (*days, days[-1] + timedelta(days=1))))
        object.__setattr__(self, "begins", midnights)
        object.__setattr__(self, "total", sums[-2] + weights[-1] * HOUR_SUMS[open_hours - 1])

    def instant(self, part: int, whole: int) -> int:
        """The instant before which part / whole of all tickets come in; never a whole millisecond."""
        scaled, rest = divmod(part * self.total, whole)
        number = bisect_right(self.sums, scaled)
        before = self.sums[number - 1] if number else 0
        weight = (self.sums[number] - before) // HOUR_SUMS[-1]
        point, remainder = divmod(scaled - before, weight)
        hour = bisect_right(HOUR_SUMS, point)
        within = point - (HOUR_SUMS[hour - 1] if hour else 0)
        share = (within * weight + remainder) * whole + rest
        elapsed = hour * HOUR + share * HOUR // (HOURS[hour] * weight * whole)
        return _with_fraction(self._on_clock(number, elapsed))

    def _on_clock(self, number: int, elapsed: int) -> int:
        """The instant of a day, its 24 hours stretched over the 23 or 25 that summer time makes of some."""
        begin, end = self.begins[number : number + 2]
        return begin + elapsed * (end - begin) // DAY


def _with_fraction(instant: int) -> int:
    """The same order, but no instant on a whole millisecond: three APIs cut it at three different digits."""
    seconds, fraction = divmod(instant, SECOND)
    return seconds * SECOND + 1_000_100 + fraction * 998 // 1000
