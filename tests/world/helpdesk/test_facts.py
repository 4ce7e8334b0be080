from dataclasses import replace
from decimal import Decimal

import pytest

from vertrag.world.census.personas import Cast
from vertrag.world.census.places import Address
from vertrag.world.days import DAY
from vertrag.world.helpdesk.facts import SLOTS, Case, Facts, cents, euros, grouped, located
from vertrag.world.supplier import NOW_NS
from vertrag.world.supply.dunning import debt_on

CAST = Cast(1, NOW_NS)


def _case(ticket_id: int) -> Case:
    case = CAST.case(ticket_id)
    assert case is not None
    return case


TOM, LATER = _case(376189), replace(_case(376189), now_ns=NOW_NS + 100 * DAY)


@pytest.mark.parametrize("slot", sorted(SLOTS))
@pytest.mark.parametrize("case", [TOM, LATER, _case(376192)], ids=["recent", "past", "company with gas"])
def test_every_slot_can_be_filled(case: Case, slot: str) -> None:
    text = Facts(case)[slot]
    assert text
    assert "None" not in text


def test_texts_quote_the_customers_own_records() -> None:
    text = Facts(TOM).fill(
        "{name}, {meter}, {contract}, {deposit} €, {price} ct, {today}, {start}, {consumption} {unit}"
    )
    assert text == "Tom Mustermann, 1ESY1160669167, 746839, 104 €, 28,5 ct, 29.10.2026, 01.09.2022, 3.477 kWh"


def test_what_was_asked_for_long_ago_is_what_the_records_say() -> None:
    assert Facts(LATER)["iban"].replace(" ", "") == TOM.contract.iban != Facts(TOM)["iban"].replace(" ", "")
    assert Facts(LATER)["to_street"] == Facts(TOM)["from_street"] == "Hugo-Junkers-Str. 5"
    assert Facts(LATER)["to_malo"] == TOM.contract.delivery.malo_id


def test_a_slot_says_the_same_each_time() -> None:
    assert Facts(TOM)["amount"] == Facts(TOM)["amount"]


@pytest.mark.parametrize(
    ("amount", "text"), [("0", "0,00"), ("1234.5", "1.234,50"), ("1842.6", "1.842,60"), ("12.345", "12,34")]
)
def test_amounts_are_written_as_germans_do(amount: str, text: str) -> None:
    assert euros(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("price", "text"), [("0.285", "28,5"), ("0.3345", "33,45"), ("0.30", "30"), ("0.098", "9,8")]
)
def test_prices_are_written_in_cents(price: str, text: str) -> None:
    assert cents(Decimal(price)) == text


@pytest.mark.parametrize(
    ("street", "place"),
    [
        ("Hauptstraße", "in der Hauptstraße 5"),
        ("Hugo-Junkers-Str.", "in der Hugo-Junkers-Str. 5"),
        ("Kastanienallee", "in der Kastanienallee 5"),
        ("Gartenweg", "im Gartenweg 5"),
        ("Rathausplatz", "am Rathausplatz 5"),
        ("Am Anger", "am Anger 5"),
        ("Hinter den Gärten", "hinter den Gärten 5"),
        ("Neue Straße", "in der Neuen Straße 5"),
        ("Hohe Straße", "in der Hohen Straße 5"),
        ("Grüner Weg", "im Grünen Weg 5"),
    ],
)
def test_streets_bend_within_a_sentence(street: str, place: str) -> None:
    assert located(Address(street, "5", "10115", "Berlin", "DE-BE")) == place


def test_ibans_are_written_in_groups() -> None:
    assert grouped("DE17999100011234567890") == "DE17 9991 0001 1234 5678 90"


def test_debts_are_what_the_contract_owed_on_that_day() -> None:
    erika = _case(375902)
    owed = debt_on(erika.contract, erika.day)
    assert owed > 2 * erika.contract.monthly_deposit
    assert Facts(erika)["debt"] == euros(owed)
    assert Facts(replace(erika, created_ns=erika.created_ns - 400 * DAY))["debt"] != euros(owed)
