from datetime import date
from decimal import Decimal

import pytest

from vertrag.world.census.places import Energy
from vertrag.world.days import is_working_day
from vertrag.world.supply.products import (
    cents,
    monthly_deposit,
    net,
    offers,
    price_changes,
    price_list,
    price_path,
    tariff,
    tariffs,
    vat_changes,
    vat_rate,
)

START, TODAY = date(2021, 5, 17), date(2026, 11, 2)


def test_the_deposit_of_the_documented_contract_is_right() -> None:
    assert monthly_deposit(3477, tariff("flx_24"), 11) == 104
    assert monthly_deposit(3477, tariff("flx_24"), 12) == 96
    assert monthly_deposit(3477, price_list("flx_24")[-1], 11) == 104


def test_tariffs_have_unique_ids_and_codes() -> None:
    assert len({product.id for product in tariffs()}) == len(tariffs())
    assert len({product.code for product in tariffs()}) == len(tariffs())


def test_a_tariff_bears_the_latest_price_of_its_list() -> None:
    for product in tariffs():
        prices = price_list(product.code)
        assert (product.working_price, product.base_price) == (prices[-1].working, prices[-1].base)
        assert [price.since for price in prices] == sorted({price.since for price in prices})


def test_offers_follow_energy_customer_and_year() -> None:
    assert {product.code for product in offers("gas", "business", 2026).items} == {"gew_g"}
    assert not {product.code for product in offers("electricity", "private", 2018).items} & {"dyn_1", "wp_24"}


def test_without_a_guarantee_a_contract_pays_what_is_on_the_list() -> None:
    path = price_path("flx_24", START, TODAY)
    assert [price.since for price in path] == [
        START,
        *(p.since for p in price_list("flx_24") if p.since > START),
    ]
    assert path[0].working == Decimal("0.2990")


def test_a_guaranteed_price_changes_with_the_term_and_never_between() -> None:
    path = price_path("fix_24", START, TODAY)
    assert [price.since for price in path] == [START, date(2023, 5, 17), date(2025, 5, 17)]
    assert [price.working for price in path] == [Decimal("0.2960"), Decimal("0.4190"), Decimal("0.3590")]


@pytest.mark.parametrize(("code", "days"), [("basis_s", 42), ("fix_12", 31)])
def test_a_new_price_is_told_in_time_and_on_a_working_day(code: str, days: int) -> None:
    changes = price_changes(tariff(code), price_path(code, START, TODAY))
    assert changes
    assert all((change.new.since - change.announced).days >= days for change in changes)
    assert all(is_working_day(change.announced) for change in changes)
    assert all(change.old != change.new for change in changes)


@pytest.mark.parametrize(
    ("energy", "day", "rate"),
    [
        ("electricity", date(2023, 1, 1), "0.19"),
        ("electricity", date(2020, 12, 31), "0.16"),
        ("gas", date(2022, 9, 30), "0.19"),
        ("gas", date(2022, 10, 1), "0.07"),
        ("gas", date(2024, 3, 31), "0.07"),
        ("gas", date(2024, 4, 1), "0.19"),
    ],
)
def test_vat_is_that_of_the_day_of_delivery(energy: Energy, day: date, rate: str) -> None:
    assert vat_rate(energy, day) == Decimal(rate)


def test_the_rate_is_the_same_between_its_changes() -> None:
    assert vat_changes("electricity") == (date(2020, 7, 1), date(2021, 1, 1))
    assert date(2024, 4, 1) in vat_changes("gas")


def test_net_and_gross_agree_and_half_a_cent_goes_up() -> None:
    assert net(Decimal("1.19")) == 1
    assert cents(Decimal("0.125")) == Decimal("0.13")
    assert cents(Decimal("-0.125")) == Decimal("-0.13")
