from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from vertrag.world.fixtures import table
from vertrag.world.supply.consumption import fed_in, forecast, month_of_use, used, year_of_use
from vertrag.world.supply.contracts import Contract, FeedIn

PROFILES = list(table("profiles.yaml")["profiles"])


@pytest.mark.parametrize("profile", PROFILES)
def test_the_months_of_a_profile_make_a_whole_year(profile: str) -> None:
    assert sum(table("profiles.yaml")["profiles"][profile]) == 10_000


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("year", [2023, 2024])
def test_twelve_months_are_a_year_of_use(tom: Contract, profile: str, year: int) -> None:
    contract = replace(tom, profile=profile)
    months = [month_of_use(contract, year, month) for month in range(1, 13)]
    assert sum(months) == year_of_use(contract, year)
    assert used(contract, date(year, 1, 1), date(year + 1, 1, 1)) == year_of_use(contract, year)
    for month, amount in enumerate(months[:11], 1):
        assert used(contract, date(year, month, 1), date(year, month + 1, 1)) == amount


def test_use_grows_with_every_day_and_adds_up(tom: Contract) -> None:
    days = [date(2023, 12, 20) + timedelta(days=number) for number in range(500)]
    since = [used(tom, days[0], day) for day in days]
    assert since == sorted(set(since))
    assert since[-1] == sum(used(tom, before, after) for before, after in pairwise(days))


def test_a_year_stays_near_the_forecast(contracts: list[Contract]) -> None:
    for contract in contracts:
        for year in range(2018, 2027):
            assert 0.84 <= year_of_use(contract, year) / (contract.consumption * 1000) <= 1.16


def test_years_and_contracts_differ(tom: Contract) -> None:
    assert len({year_of_use(tom, year) for year in range(2018, 2027)}) == 9
    assert year_of_use(tom, 2024) != year_of_use(replace(tom, id=tom.id + 1), 2024)


def test_the_forecast_of_a_calendar_year_is_the_forecast_of_the_contract(tom: Contract) -> None:
    assert forecast(tom, date(2024, 1, 1), date(2025, 1, 1)) == tom.consumption * 1000


def test_those_who_heat_use_most_in_winter(tom: Contract) -> None:
    gas = replace(tom, profile="heating")
    assert month_of_use(gas, 2025, 1) > 8 * month_of_use(gas, 2025, 7)


def test_the_sun_feeds_in_from_the_day_on_which_the_panels_work() -> None:
    panels = FeedIn(10_000, date(2025, 4, 1))
    assert fed_in(panels, date(2024, 1, 1), date(2025, 4, 1)) == 0
    summer = fed_in(panels, date(2025, 6, 1), date(2025, 9, 1))
    assert summer > 3 * fed_in(panels, date(2025, 11, 1), date(2026, 2, 1))
    assert fed_in(panels, date(2026, 1, 1), date(2027, 1, 1)) == 6_650_000
