from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from vertrag.world.days import is_working_day
from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.deposits import deposits_between, latest_deposits
from vertrag.world.supply.products import monthly_deposit

YEAR = date(2024, 9, 1), date(2025, 9, 1)


@pytest.mark.parametrize("count", [11, 12])
def test_a_year_of_delivery_has_eleven_or_twelve(tom: Contract, count: int) -> None:
    contract = replace(tom, deposits=count)
    months = [deposit.month for deposit in deposits_between(contract, *YEAR)]
    assert len(months) == count
    assert months[0] == date(2024, 10, 1)
    assert months == sorted(set(months))


def test_they_fall_due_on_working_days(tom: Contract) -> None:
    found = deposits_between(tom, tom.start_date, date(2026, 11, 2))
    assert all(is_working_day(deposit.due) and deposit.due >= deposit.month for deposit in found)
    assert found[-1].due == date(2026, 11, 2)


def test_they_follow_the_price_and_the_last_is_that_of_the_contract(
    contracts: list[Contract], today: date
) -> None:
    for contract in contracts:
        found = deposits_between(contract, contract.start_date, contract.last_day(today))
        if found and found[-1].month >= contract.prices(today)[-1].since:
            assert found[-1].amount == contract.monthly_deposit
        possible = {
            monthly_deposit(contract.consumption, price, contract.deposits)
            for price in contract.prices(today)
        }
        assert {deposit.amount for deposit in found} <= possible


def test_none_falls_due_after_the_end(tom: Contract) -> None:
    ended = replace(tom, end_date=date(2025, 3, 15))
    assert deposits_between(ended, *YEAR)[-1].month == date(2025, 3, 1)


def test_periods_share_out_all_deposits(tom: Contract) -> None:
    days = [date(2024, 9, 1), date(2024, 12, 17), date(2025, 3, 1), date(2025, 9, 1)]
    parts = [deposits_between(tom, since, until) for since, until in pairwise(days)]
    assert tuple(deposit for part in parts for deposit in part) == deposits_between(tom, days[0], days[-1])


def test_the_latest_are_the_last_that_were(tom: Contract) -> None:
    months = [deposit.month for deposit in latest_deposits(tom, date(2026, 10, 15), 2)]
    assert months == [date(2026, 8, 1), date(2026, 10, 1)]
    assert latest_deposits(tom, date(2022, 9, 20), 2) == ()
