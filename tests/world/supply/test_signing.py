from dataclasses import replace
from datetime import date, timedelta

import pytest

from vertrag.world import identifiers
from vertrag.world.census.places import Address
from vertrag.world.draws import Draws
from vertrag.world.supply.dunning import debt_on
from vertrag.world.supply.metering import EXPORT
from vertrag.world.supply.products import monthly_deposit, tariff
from vertrag.world.supply.signing import Terms, Trouble, as_of, draw_contract

TODAY = date(2026, 11, 2)
HOME = Address("Hauptstraße", "5", "10115", "Berlin", "DE-BE")
TERMS = Terms(1, 1_000_001, 100_001, False, HOME, "electricity", date(2024, 5, 6), None, TODAY)  # noqa: FBT003 - fields
GAS = replace(TERMS, energy="gas")
DRAWS = Draws(1, "contract")
CONTRACTS = [
    draw_contract(DRAWS.of(index), replace(terms, contract_id=index), {})
    for index in range(300)
    for terms in (TERMS, GAS)
]


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


def test_ibans_are_valid_and_of_no_bank() -> None:
    assert all(identifiers.is_iban(contract.iban) and contract.iban[4] == "9" for contract in CONTRACTS)


def test_consumption_spreads_around_that_of_households() -> None:
    used = sorted(contract.consumption for contract in CONTRACTS if contract.energy == "electricity")
    assert 2000 < used[len(used) // 2] < 3200
    assert used[0] > 900
    assert used[-1] < 10_000


def test_what_is_pinned_stays() -> None:
    pins = {"order_id": 123, "consumption": 3477, "tariff": tariff("flx_24"), "payments": 11}
    contract = draw_contract(DRAWS.of(1), TERMS, pins)
    assert (contract.order_id, contract.consumption, contract.monthly_deposit) == (123, 3477, 104)


def test_only_those_in_trouble_owe_something() -> None:
    assert all(contract.unpaid_debt == 0 and not contract.arrears for contract in CONTRACTS)
    owing = draw_contract(DRAWS.of(1), replace(TERMS, troubles=(Trouble(2, TODAY, None),)), {})
    assert owing.unpaid_debt == debt_on(owing, TODAY) > 2 * owing.monthly_deposit
    assert owing.arrears[0].missed == 2


def test_whoever_is_in_trouble_already_does_not_get_into_more() -> None:
    first = Trouble(1, date(2025, 12, 1), date(2026, 1, 20))
    again, later = replace(first, known=date(2026, 1, 10)), replace(first, known=TODAY, cleared=None)
    contract = draw_contract(DRAWS.of(1), replace(TERMS, troubles=(first, again, later)), {})
    assert [arrears.cleared for arrears in contract.arrears] == [date(2026, 1, 20), None]
    assert contract.arrears[0].first < date(2025, 12, 1) < contract.arrears[1].first


def test_who_has_not_begun_to_pay_cannot_miss_anything() -> None:
    young = replace(TERMS, signup_date=date(2026, 10, 20), troubles=(Trouble(1, TODAY, None),))
    assert draw_contract(DRAWS.of(1), young, {}).arrears == ()


def test_devices_come_with_what_belongs_to_them() -> None:
    sunny = [contract for contract in CONTRACTS if contract.feed_in]
    assert 10 < len(sunny) < 50
    for contract in sunny:
        assert contract.profile == "photovoltaics"
        assert EXPORT in contract.meter.obis
    dimmed = [contract for contract in CONTRACTS if contract.relief]
    assert {contract.relief.module for contract in dimmed if contract.relief} == {1, 2, 3}
    for contract in dimmed:
        assert contract.relief is not None
        assert contract.relief.since >= date(2024, 1, 1)
        assert contract.relief.module != 3 or contract.meter.kind == "smart"
        assert (contract.relief.device == "heat_pump") == (contract.tariff.code == "wp_24")


def test_who_moves_gets_another_meter_and_a_bill_on_that_day() -> None:
    moved = draw_contract(DRAWS.of(1), replace(TERMS, moves=(date(2025, 8, 16),)), {})
    assert (date(2025, 8, 16), "move") in [(hung.since, hung.cause) for hung in moved.installations]
    assert len({hung.shown for hung in moved.installations}) == len(moved.installations)
    assert date(2025, 8, 16) in moved.interim


def test_meters_hang_one_after_the_other_within_the_contract() -> None:
    exchanged = [contract for contract in CONTRACTS if len(contract.installations) > 1]
    assert 20 < len(exchanged) < 160
    for contract in exchanged:
        days = [installation.since for installation in contract.installations]
        assert days == sorted(set(days))
        assert days[0] == contract.start_date
        assert days[-1] <= contract.last_day(TODAY)


def test_a_contract_stands_differently_on_another_day() -> None:
    owing = draw_contract(DRAWS.of(1), replace(TERMS, troubles=(Trouble(1, TODAY, None),)), {})
    before, later = as_of(owing, date(2024, 5, 1)), as_of(owing, date(2027, 3, 1))
    assert (before.status, owing.status) == ("pending", "active")
    assert before.unpaid_debt == 0 < owing.unpaid_debt <= later.unpaid_debt
