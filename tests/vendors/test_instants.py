"""Four ways to write one instant."""

from datetime import date, datetime

import pytest

from vertrag.vendors.instants import (
    german_time,
    instant_from_utc,
    unix_midnight,
    unix_seconds,
    utc_milliseconds,
    utc_ticks,
)

INSTANT = 1_793_606_399_999_999_999  # the last nanosecond before 2026-11-02T08:00:00Z


def test_every_way_cuts_off_and_never_rounds() -> None:
    assert unix_seconds(INSTANT) == 1_793_606_399
    assert utc_milliseconds(INSTANT) == "2026-11-02T07:59:59.999Z"
    assert utc_ticks(INSTANT) == "2026-11-02T07:59:59.9999999+00:00"
    assert german_time(INSTANT) == "2026-11-02 08:59:59"


def test_small_fractions_keep_their_zeros() -> None:
    assert utc_milliseconds(1_000_000) == "1970-01-01T00:00:00.001Z"
    assert utc_ticks(100) == "1970-01-01T00:00:00.0000001+00:00"


@pytest.mark.parametrize(
    ("utc", "german"),
    [
        ("2026-03-29T00:59:59", "2026-03-29 01:59:59"),
        ("2026-03-29T01:00:00", "2026-03-29 03:00:00"),
        ("2026-10-25T00:59:59", "2026-10-25 02:59:59"),
        ("2026-10-25T01:00:00", "2026-10-25 02:00:00"),
    ],
)
def test_the_clocks_change_at_one_o_clock_utc(utc: str, german: str) -> None:
    assert german_time(int(datetime.fromisoformat(f"{utc}+00:00").timestamp()) * 10**9) == german


def test_a_day_begins_at_midnight_utc_as_in_the_vendors_examples() -> None:
    assert unix_midnight(date(2022, 9, 1)) == 1_661_990_400


def test_milliseconds_are_read_as_they_were_written() -> None:
    text = "2078-12-11T00:30:45.880Z"
    assert utc_milliseconds(instant_from_utc(text)) == text
