from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from vertrag.world import identifiers
from vertrag.world.draws import Draws
from vertrag.world.places import Address, Energy
from vertrag.world.supply import (
    Terms,
    draw_contract,
    draw_meter,
    monthly_deposit,
    reading_on,
    status_on,
    tariff,
    tariffs,
    vat_rate,
)

TODAY = date(2026, 11, 2)
HOME = Address("Hauptstraße", "5", "10115", "Berlin", "DE-BE")
TERMS = Terms(1_000_001, 100_001, False, HOME, "electricity", date(2024, 5, 6), None, False, TODAY)  # noqa: FBT003 - fields
GAS = replace(TERMS, energy="gas")
DRAWS = Draws(1, "contract")
CONTRACTS = [
    draw_contract(DRAWS.of(index), replace(terms, contract_id=index), {})
    for index in range(300)
    for terms in (TERMS, GAS)
]


def test_the_deposit_of_the_documented_contract_is_right() -> None:
    assert monthly_deposit(3477, tariff("flx_24"), 11) == 104
    assert monthly_deposit(3477, tariff("flx_24"), 12) == 96


def test_every_deposit_is_a_years_cost_over_eleven_or_twelve_payments() -> None:
    for contract in CONTRACTS:
        right = {monthly_deposit(contract.consumption, contract.tariff, payments) for payments in (11, 12)}
        assert contract.monthly_deposit in right


def test_dates_come_in_order() -> None:
    for contract in CONTRACTS:
        assert contract.signup_date <= contract.start_date


def test_a_contract_never_ends_before_it_begins() -> None:
    ended = draw_contract(DRAWS.of(1), replace(GAS, end_date=GAS.signup_date), {})
    assert ended.end_date == ended.start_date


@pytest.mark.parametrize(("signup", "quick"), [(date(2025, 6, 5), False), (date(2025, 6, 10), True)])
def test_electricity_begins_within_days_since_the_law_of_june_2025(signup: date, quick: bool) -> None:  # noqa: FBT001 - a table
    starts = [
        draw_contract(DRAWS.of(index), replace(TERMS, signup_date=signup), {}).start_date
        for index in range(50)
    ]
    assert all((start - signup < timedelta(days=15)) == quick for start in starts)
    assert draw_contract(DRAWS.of(1), replace(GAS, signup_date=signup), {}).start_date.day == 1


def test_meter_numbers_and_registers_fit_the_energy() -> None:
    for contract in CONTRACTS:
        medium, prefix = ("1", "1-0:") if contract.energy == "electricity" else ("7", "7-20:")
        assert contract.meter.number.startswith(medium)
        assert identifiers.is_meter_number(contract.meter.number)
        assert all(code.startswith(prefix) for code in contract.meter.obis)


def test_registers_for_high_and_low_tariff_come_in_pairs() -> None:
    sets = {draw_meter(Draws(1, "meter").of(index), "electricity").obis for index in range(200)}
    assert sets == {("1-0:1.8.0",), ("1-0:1.8.1", "1-0:1.8.2"), ("1-0:1.8.0", "1-0:2.8.0")}


def test_delivery_points_have_valid_and_unique_numbers() -> None:
    ids = [*range(2000), 50_000_000]
    points = [
        draw_contract(DRAWS.of(number), replace(TERMS, contract_id=number), {}).delivery for number in ids
    ]
    assert len({point.malo_id for point in points}) == len({point.melo_id for point in points}) == len(points)
    assert all(
        identifiers.is_malo_id(point.malo_id) and identifiers.is_melo_id(point.melo_id) for point in points
    )
    assert all(point.melo_id[8:13] == HOME.postcode for point in points)


def test_ibans_are_valid_and_of_no_bank() -> None:
    assert all(identifiers.is_iban(contract.iban) and contract.iban[4] == "9" for contract in CONTRACTS)


def test_consumption_spreads_around_that_of_households() -> None:
    used = sorted(contract.consumption for contract in CONTRACTS if contract.energy == "electricity")
    assert 2000 < used[len(used) // 2] < 3200
    assert used[0] > 900
    assert used[-1] < 10_000


def test_only_those_in_arrears_owe_something() -> None:
    assert all(contract.unpaid_debt == 0 for contract in CONTRACTS)
    debt = draw_contract(DRAWS.of(1), replace(TERMS, in_arrears=True), {}).unpaid_debt
    assert debt > 0
    assert debt == debt.quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("energy", "day", "rate"),
    [
        ("electricity", date(2023, 1, 1), "0.19"),
        ("gas", date(2022, 9, 30), "0.19"),
        ("gas", date(2022, 10, 1), "0.07"),
        ("gas", date(2024, 3, 31), "0.07"),
        ("gas", date(2024, 4, 1), "0.19"),
    ],
)
def test_gas_had_a_lower_vat_for_eighteen_months(energy: Energy, day: date, rate: str) -> None:
    assert vat_rate(energy, day) == Decimal(rate)


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        (1, None, "pending"),
        (0, None, "active"),
        (-9, 5, "cancelled"),
        (-9, 0, "cancelled"),
        (-9, -1, "ended"),
    ],
)
def test_a_contract_goes_through_its_states(start: int, end: int | None, status: str) -> None:
    last = None if end is None else TODAY + timedelta(days=end)
    assert status_on(TODAY + timedelta(days=start), last, TODAY) == status


def test_a_meter_never_runs_backwards_and_counts_a_years_use_in_a_year() -> None:
    contract = CONTRACTS[0]
    readings = [reading_on(contract, contract.start_date + timedelta(days=days)) for days in range(0, 800, 5)]
    assert readings == sorted(readings)
    assert readings[73] - readings[0] == contract.consumption


def test_a_gas_meter_counts_cubic_metres() -> None:
    contract = CONTRACTS[1]
    begin, end = (reading_on(contract, contract.start_date + timedelta(days=days)) for days in (0, 365))
    assert (end - begin) * 10 < contract.consumption < (end - begin) * 12


def test_offers_follow_energy_customer_and_year() -> None:
    assert {contract.tariff.energy for contract in CONTRACTS if contract.energy == "gas"} == {"gas"}
    company = draw_contract(DRAWS.of(1), replace(TERMS, business=True), {})
    assert company.tariff.code == "gew_s"
    old = [
        draw_contract(DRAWS.of(i), replace(TERMS, signup_date=date(2018, 1, 1)), {}).tariff.code
        for i in range(300)
    ]
    assert not set(old) & {"dyn_1", "wp_24"}


def test_tariffs_have_unique_ids_and_codes() -> None:
    assert (
        len({product.id for product in tariffs()})
        == len({product.code for product in tariffs()})
        == len(tariffs())
    )


def test_what_is_pinned_stays() -> None:
    pins = {"order_id": 123, "consumption": 3477, "tariff": tariff("flx_24"), "payments": 11}
    contract = draw_contract(DRAWS.of(1), TERMS, pins)
    assert (contract.order_id, contract.consumption, contract.monthly_deposit) == (123, 3477, 104)
