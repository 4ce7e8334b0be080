from dataclasses import replace
from datetime import date, timedelta

import pytest

from vertrag.world.supply.contracts import Arrears, Contract, status_on

TODAY = date(2026, 11, 2)


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


def test_the_meter_is_the_last_that_was_hung(contracts: list[Contract]) -> None:
    exchanged = next(contract for contract in contracts if len(contract.installations) > 1)
    assert exchanged.meter == exchanged.installations[-1].meter != exchanged.installations[0].meter


def test_a_contract_lasts_until_its_end_or_today(tom: Contract) -> None:
    assert tom.last_day(TODAY) == TODAY
    assert replace(tom, end_date=date(2026, 3, 31)).last_day(TODAY) == date(2026, 3, 31)


def test_its_last_price_is_that_of_its_tariff(contracts: list[Contract]) -> None:
    for contract in contracts:
        price = contract.prices(max(contract.last_day(TODAY), contract.start_date))[-1]
        assert (price.working, price.base) == (contract.tariff.working_price, contract.tariff.base_price)


def test_arrears_are_open_from_the_first_missed_deposit_until_they_are_cleared() -> None:
    arrears = Arrears(date(2026, 3, 1), 2, date(2026, 5, 4))
    assert not arrears.is_open(date(2026, 2, 28))
    assert arrears.is_open(date(2026, 5, 3))
    assert not arrears.is_open(date(2026, 5, 4))
    assert replace(arrears, cleared=None).is_open(TODAY)
