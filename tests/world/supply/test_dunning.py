from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from vertrag.world.days import is_market_day, is_working_day, market_day
from vertrag.world.supply.contracts import Arrears, Contract
from vertrag.world.supply.dunning import debit_returned, debt_on, dunning_of, fees_of, missed_deposits

STAGES = [
    "returned_debit",
    "reminder",
    "first_notice",
    "second_notice",
    "disconnection_threat",
    "disconnection_announcement",
    "disconnection",
    "reconnection",
]
FIRST_DAYS = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(40)]
LATER = date(2030, 1, 1)


def test_toms_documented_debt_is_one_deposit_the_banks_fee_and_a_notice(tom: Contract, today: date) -> None:
    assert tom.unpaid_debt == debt_on(tom, today) == Decimal("109.21")
    steps = dunning_of(tom, tom.arrears[0], today)
    assert [step.stage for step in steps] == ["returned_debit", "reminder", "first_notice"]
    assert [step.owed for step in steps] == [Decimal("107.21"), Decimal("107.21"), Decimal("109.21")]


@pytest.mark.parametrize("first", FIRST_DAYS, ids=str)
def test_the_law_is_kept_on_the_way_to_a_disconnection(tom: Contract, first: date) -> None:
    steps = dunning_of(tom, Arrears(first, 4, first + timedelta(days=200)), LATER)
    days = {step.stage: step.day for step in steps}
    assert [step.stage for step in steps] == STAGES
    assert list(days.values()) == sorted(days.values())
    assert all(is_working_day(day) for day in days.values())
    assert days["disconnection"] >= days["disconnection_threat"] + timedelta(weeks=4)
    between = market_day(days["disconnection_announcement"], 8)
    assert days["disconnection"] > between
    assert is_market_day(between)
    assert days["disconnection"].weekday() < 4


@pytest.mark.parametrize(
    ("missed", "last"), [(1, "first_notice"), (2, "second_notice"), (3, "disconnection_threat")]
)
def test_how_far_it_goes_depends_on_how_much_is_missing(tom: Contract, missed: int, last: str) -> None:
    assert dunning_of(tom, Arrears(date(2025, 10, 1), missed, None), LATER)[-1].stage == last


def test_nothing_comes_after_all_was_made_good(tom: Contract) -> None:
    cleared = date(2025, 11, 3)
    steps = dunning_of(tom, Arrears(date(2025, 10, 1), 4, cleared), LATER)
    assert [step.stage for step in steps] == STAGES[:3]
    assert all(step.day < cleared for step in steps)


def test_nothing_is_told_before_it_happened(tom: Contract) -> None:
    arrears = Arrears(date(2025, 10, 1), 3, None)
    assert [step.stage for step in dunning_of(tom, arrears, date(2025, 10, 13))] == STAGES[:2]
    assert fees_of(tom, arrears, date(2025, 10, 13)) == Decimal("3.21")


def test_only_a_debit_can_come_back(tom: Contract) -> None:
    arrears = Arrears(date(2025, 10, 1), 1, None)
    by_hand = replace(tom, collection="transfer")
    assert "returned_debit" not in {step.stage for step in dunning_of(by_hand, arrears, LATER)}
    assert debit_returned(arrears) == date(2025, 10, 7)


def test_the_missed_deposits_are_those_in_a_row(tom: Contract) -> None:
    missed = missed_deposits(tom, Arrears(date(2026, 7, 1), 3, None))
    assert [deposit.month for deposit in missed] == [date(2026, 7, 1), date(2026, 8, 1), date(2026, 10, 1)]


def test_a_debt_grows_until_it_is_cleared(tom: Contract) -> None:
    owing = replace(tom, arrears=(Arrears(date(2025, 10, 1), 2, date(2025, 12, 15)),))
    debts = [debt_on(owing, date(2025, 9, 30) + timedelta(days=days)) for days in range(76)]
    assert debts[0] == 0
    assert debts == sorted(debts)
    assert debt_on(owing, date(2025, 12, 15)) == 0
