from datetime import date, datetime, timedelta

import pytest
from holidays.countries.germany import Germany

from vertrag.world import days

NOON = datetime(2026, 6, 1, 12)
YEARS = [
    (2017, 3, 26, 10, 29),
    (2024, 3, 31, 10, 27),
    (2025, 3, 30, 10, 26),
    (2026, 3, 29, 10, 25),
    (2027, 3, 28, 10, 31),
]


@pytest.mark.parametrize(("year", "month", "day", "end_month", "end_day"), YEARS)
def test_clocks_change_on_the_last_sundays_of_march_and_october(
    year: int, month: int, day: int, end_month: int, end_day: int
) -> None:
    begin = days.utc_midnight(date(year, month, day)) + days.HOUR
    end = days.utc_midnight(date(year, end_month, end_day)) + days.HOUR
    assert [days.local(instant).hour for instant in (begin - 1, begin)] == [1, 3]
    assert [days.local(instant).hour for instant in (end - 1, end)] == [2, 2]


def test_instants_and_wall_clock_times_agree_both_ways() -> None:
    for hours in range(0, 24 * 400, 7):
        moment = NOON + timedelta(hours=hours)
        assert days.local(days.instant_of(moment)) == moment


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 1, 15), 23), (date(2026, 7, 15), 22), (date(2026, 3, 30), 22)]
)
def test_a_german_day_begins_on_the_eve_in_utc(day: date, hour: int) -> None:
    assert days.utc_midnight(day) - days.midnight(day) == (24 - hour) * days.HOUR


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-03",
        "2026-04-06",
        "2026-05-14",
        "2026-05-25",
        "2026-10-03",
        "2025-12-24",
        "2024-03-29",
        "2027-03-29",
    ],
)
def test_nobody_works_on_holidays(text: str) -> None:
    assert not days.is_working_day(date.fromisoformat(text))


@pytest.mark.parametrize("text", ["2026-11-02", "2026-04-02", "2025-12-23", "2026-01-02"])
def test_other_weekdays_are_for_working(text: str) -> None:
    assert days.is_working_day(date.fromisoformat(text))


def test_working_days_are_counted_over_weekends_and_holidays_both_ways() -> None:
    assert days.working_day(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert days.working_day(date(2026, 4, 7), -1) == date(2026, 4, 2)
    assert days.working_day(date(2026, 4, 5), 0) == date(2026, 4, 5)


@pytest.mark.parametrize(
    ("hour", "minute", "is_open"), [(7, 59, False), (8, 0, True), (17, 59, True), (18, 0, False)]
)
def test_the_service_works_from_eight_to_six(hour: int, minute: int, is_open: bool) -> None:  # noqa: FBT001 - a table
    assert days.is_open(days.instant_of(datetime(2026, 11, 2, hour, minute))) is is_open


@pytest.mark.parametrize(
    ("moment", "day"),
    [((2026, 10, 30, 19), 2), ((2026, 10, 31, 11), 2), ((2026, 11, 2, 5), 2), ((2026, 11, 2, 20), 3)],
)
def test_work_waits_for_the_next_office_hours(moment: tuple[int, int, int, int], day: int) -> None:
    asked = days.instant_of(datetime(*moment))
    begun = days.in_office_hours(asked)
    assert days.is_open(begun)
    assert days.day_of(begun) == date(2026, 11, day)
    assert days.in_office_hours(begun) == begun > asked


def test_dates_are_written_as_germans_do() -> None:
    assert days.german_date(date(2026, 3, 9)) == "09.03.2026"


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        ((2026, 11, 2), 1, (2026, 12, 1)),
        ((2026, 12, 31), 1, (2027, 1, 1)),
        ((2026, 1, 15), -1, (2025, 12, 1)),
        ((2026, 5, 5), 0, (2026, 5, 1)),
    ],
)
def test_months_are_counted_over_the_turn_of_the_year(
    day: tuple[int, int, int], months: int, first: tuple[int, int, int]
) -> None:
    assert days.first_of_month(date(*day), months) == date(*first)


STATES = [state for state in Germany.subdivisions if state != "Augsburg"]  # a town's own


@pytest.mark.parametrize("year", range(2017, 2029))
def test_working_days_are_those_of_another_library(year: int) -> None:
    nationwide = Germany(years=year)
    of_any_state = {day for state in STATES for day in Germany(subdiv=state, years=year)}
    resting = {date(year, 12, 24), date(year, 12, 31)}
    for number in range(365):
        day = date(year, 1, 1) + timedelta(days=number)
        weekday = day.weekday() < 5 and day not in resting
        assert days.is_working_day(day) == (weekday and day not in nationwide)
        assert days.is_market_day(day) == (weekday and day not in of_any_state), day


def test_market_days_are_counted_over_holidays_of_any_state() -> None:
    assert days.market_day(date(2026, 6, 3), 1) == date(2026, 6, 5)  # Corpus Christi
    assert days.working_day(date(2026, 6, 3), 1) == date(2026, 6, 4)


def test_what_falls_on_a_day_of_rest_is_due_on_the_next_working_day() -> None:
    assert days.on_working_day(date(2026, 11, 1)) == date(2026, 11, 2)
    assert days.on_working_day(date(2026, 11, 3)) == date(2026, 11, 3)


def test_months_end_where_they_end() -> None:
    assert days.months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert days.months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert days.months_after(date(2025, 11, 17), 14) == date(2027, 1, 17)
    assert [days.days_of(2023, 2), days.days_of(2024, 2), days.days_of(2024, 12)] == [28, 29, 31]
