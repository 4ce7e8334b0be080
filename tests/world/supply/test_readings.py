from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.readings import (
    Reading,
    calibrated,
    expected,
    marks,
    reading_on,
    readings_of,
    settlements,
    shown,
    turned,
    with_reports,
)


def _series(contract: Contract, today: date) -> dict[tuple[str, str], list[Reading]]:
    """What held, by meter and register."""
    found: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings_of(contract, today):
        if reading.status in {"plausible", "estimated"}:
            found.setdefault((reading.meter_number, reading.obis), []).append(reading)
    return found


def test_readings_never_fall_but_where_a_register_turns_over(contracts: list[Contract], today: date) -> None:
    turns = 0
    for contract in contracts:
        for readings in _series(contract, today).values():
            for before, after in pairwise(readings):
                turns += after.value < before.value
                assert after.value >= before.value or before.value > 50_000
    assert 0 < turns < 20


def test_what_is_plausible_lies_between_half_and_double_of_what_is_expected(
    contracts: list[Contract], today: date
) -> None:
    for contract in contracts:
        meters = [installation.meter for installation in contract.installations]
        registers = {(meter.number, r.obis): r for meter in meters for r in meter.registers}
        for key, readings in _series(contract, today).items():
            for before, after in pairwise(readings):
                usual = expected(contract, registers[key], before.day, after.day)
                counted = turned(after.value - before.value, registers[key].digits)
                assert usual / 2 - 2 <= counted <= usual * 2 + 2


def test_what_was_mistyped_lies_outside_and_is_followed_by_what_holds(
    contracts: list[Contract], today: date
) -> None:
    wrong = 0
    for contract in contracts:
        for before, after in pairwise(readings_of(contract, today)):
            if before.status == "implausible" and before.obis == after.obis:
                wrong += 1
                assert (before.day, before.meter_number) == (after.day, after.meter_number)
                assert after.status == "plausible"
                assert abs(before.value - after.value) > 2 * contract.consumption
    assert wrong


def test_a_contract_is_read_at_its_start_each_year_and_at_its_end(tom: Contract) -> None:
    ended = replace(tom, end_date=date(2025, 3, 31))
    seen = [(mark.day, mark.occasion) for mark in marks(ended, date(2026, 1, 1))]
    assert seen == [
        (date(2022, 9, 1), "start"),
        (date(2023, 9, 1), "year"),
        (date(2024, 9, 1), "year"),
        (date(2025, 4, 1), "end"),
    ]
    assert marks(tom, date(2022, 8, 31)) == ()


def test_no_day_ends_two_periods(contracts: list[Contract], today: date) -> None:
    for contract in contracts:
        ends = [mark for mark in marks(contract, today) if mark.occasion not in {"exchange", "move"}]
        days = [mark.day for mark in ends]
        assert len(days) == len(set(days))


def test_when_meters_are_exchanged_the_old_and_the_new_one_are_read(
    contracts: list[Contract], today: date
) -> None:
    for contract in contracts:
        for old, new in pairwise(contract.installations):
            seen = {(r.meter_number, r.occasion) for r in readings_of(contract, today) if r.day == new.since}
            assert {(old.meter.number, new.cause), (new.meter.number, new.cause)} <= seen


def test_estimates_say_less_than_the_meter_and_some_are_put_right(
    contracts: list[Contract], today: date
) -> None:
    estimated = [
        (settlement, contract)
        for contract in contracts
        for settlement in settlements(contract, today)
        if settlement.first[0].source == "estimate"
    ]
    assert len(estimated) > 10
    for settlement, contract in estimated:
        truth = shown(contract, settlement.mark.installation, 0, settlement.mark.day)
        digits = contract.installations[settlement.mark.installation].meter.registers[0].digits
        assert 0 < turned(truth - settlement.first[0].value, digits) < contract.consumption // 5
        if settlement.last is not settlement.first:
            assert settlement.last[0].value == truth
    put_right = [settlement for settlement, _ in estimated if settlement.last is not settlement.first]
    assert 0 < len(put_right) < len(estimated)


def test_smart_meters_send_each_month_and_are_never_estimated(contracts: list[Contract], today: date) -> None:
    smart = [
        contract
        for contract in contracts
        if contract.meter.kind == "smart" and contract.start_date < date(2025, 9, 1) and not contract.end_date
    ]
    assert smart
    for contract in smart:
        readings = [r for r in readings_of(contract, today) if r.meter_number == contract.meter.number]
        assert {reading.source for reading in readings} == {"remote"}
    monthly = [r for r in readings_of(smart[0], today) if r.occasion == "month"]
    assert len({reading.day for reading in monthly}) > 8


def test_a_meter_counts_a_years_use_in_a_year_and_gas_in_cubic_metres(tom: Contract) -> None:
    year = reading_on(tom, date(2025, 1, 1)) - reading_on(tom, date(2024, 1, 1))
    assert 0.9 * tom.consumption < year < 1.1 * tom.consumption
    gas = replace(tom, energy="gas")
    volume = reading_on(gas, date(2025, 1, 1)) - reading_on(gas, date(2024, 1, 1))
    assert 10 < tom.consumption / volume < 12


def test_before_it_hung_a_meter_shows_what_it_began_with(tom: Contract) -> None:
    assert reading_on(tom, tom.start_date - timedelta(days=40)) == tom.installations[0].shown[0]


def test_a_meter_can_be_made_to_show_what_is_documented(tom: Contract) -> None:
    assert reading_on(tom, date(2026, 10, 29)) == 43_637
    assert reading_on(calibrated(tom, date(2025, 5, 1), 7), date(2025, 5, 1)) == 7


def test_registers_turn_over_after_their_last_digit(tom: Contract) -> None:
    last = replace(tom.installations[0], shown=(999_990,))
    values = [
        reading_on(replace(tom, installations=(last,)), tom.start_date + timedelta(days=d)) for d in range(9)
    ]
    assert values[0] == 999_990
    assert values[-1] < 100
    assert turned(3 - 999_999, 6) == 4


def test_what_customers_tell_is_a_reading_too(tom: Contract, today: date) -> None:
    day = date(2026, 4, 17)
    told = [r for r in with_reports(tom, readings_of(tom, today), [day]) if r.occasion == "report"]
    assert [(r.day, r.value, r.source, r.status) for r in told] == [
        (day, reading_on(tom, day), "customer", "plausible")
    ]


def test_what_they_tell_soon_after_an_estimate_seems_too_much(contracts: list[Contract], today: date) -> None:
    contract, estimate = next(
        (contract, reading)
        for contract in contracts
        for reading in readings_of(contract, today)
        if reading.status == "estimated" and reading.day < date(2026, 9, 1)
    )
    soon = estimate.day + timedelta(days=6)
    told = [r for r in with_reports(contract, readings_of(contract, today), [soon]) if r.occasion == "report"]
    assert {reading.status for reading in told} == {"implausible"}


def test_a_register_is_read_once_for_two_reasons(contracts: list[Contract], today: date) -> None:
    for contract in contracts:
        readings = readings_of(contract, today)
        assert len({(r.day, r.meter_number, r.obis, r.value, r.status) for r in readings}) == len(readings)
