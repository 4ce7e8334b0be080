from collections import Counter
from datetime import date
from itertools import pairwise

from vertrag.world.days import HOUR, MINUTE, SECOND, local
from vertrag.world.helpdesk.arrivals import Arrivals

NOW = 1_793_606_400 * SECOND
ARRIVALS = Arrivals(date(2023, 11, 2), NOW - HOUR)
MOMENTS = [local(ARRIVALS.instant(part, 20_000)) for part in range(20_000)]


def test_instants_grow_with_the_share() -> None:
    instants = [ARRIVALS.instant(part, 100_000) for part in range(100_000)]
    assert all(before < after for before, after in pairwise(instants))


def test_the_first_and_the_last_ticket_lie_inside() -> None:
    assert local(ARRIVALS.instant(0, 1)).date() == date(2023, 11, 2)
    last = ARRIVALS.instant(10**15 - 1, 10**15)
    assert NOW - HOUR - MINUTE < last < NOW - HOUR


def test_the_same_share_in_finer_steps_is_the_same_instant() -> None:
    assert ARRIVALS.instant(1, 3) == ARRIVALS.instant(2**40, 3 * 2**40)


def test_no_instant_is_a_whole_millisecond() -> None:
    fractions = [ARRIVALS.instant(part, 5000) % SECOND for part in range(5000)]
    assert min(fractions) > 1_000_000
    assert max(fractions) < SECOND


def test_mondays_are_busy_and_sundays_quiet() -> None:
    by_day = Counter(moment.weekday() for moment in MOMENTS)
    assert by_day[0] > by_day[4] > 2 * by_day[6]


def test_nights_are_quiet() -> None:
    by_hour = Counter(moment.hour for moment in MOMENTS)
    assert by_hour[10] > 30 * by_hour[3]


def test_januaries_are_busier_than_junes() -> None:
    by_month = Counter(moment.month for moment in MOMENTS)
    assert by_month[1] > 1.15 * by_month[6]
