from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from vertrag.world.supply.contracts import Contract, Relief
from vertrag.world.supply.relief import relief_changes, relief_of

SINCE = date(2024, 3, 1)


def _with(contract: Contract, module: int) -> Contract:
    return replace(contract, relief=Relief("wallbox", module, SINCE))  # type: ignore[arg-type]  # 1, 2 or 3


def test_without_a_device_nothing_is_given_back(tom: Contract) -> None:
    assert relief_of(tom, date(2026, 1, 1)) == ()
    assert relief_changes(tom) == ()


@pytest.mark.parametrize("module", [1, 2, 3])
def test_nothing_is_given_back_before_the_device_was_there(tom: Contract, module: int) -> None:
    assert relief_of(_with(tom, module), date(2024, 2, 29)) == ()
    assert SINCE in relief_changes(_with(tom, module))


def test_module_one_is_an_amount_a_year_by_region(tom: Contract) -> None:
    ((amount, per_year),) = relief_of(_with(tom, 1), date(2026, 1, 1))
    assert per_year
    assert 110 <= amount * Decimal("1.19") <= 190


def test_module_two_is_an_amount_for_each_kilowatt_hour(tom: Contract) -> None:
    assert relief_of(_with(tom, 2), date(2026, 1, 1)) == ((Decimal("0.0520"), False),)


def test_module_three_came_to_module_one_in_april_2025(tom: Contract) -> None:
    assert len(relief_of(_with(tom, 3), date(2025, 3, 31))) == 1
    assert len(relief_of(_with(tom, 3), date(2025, 4, 1))) == 2
