from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from vertrag.world.census.people import Move
from vertrag.world.census.personas import Cast
from vertrag.world.census.places import Address, draw_address
from vertrag.world.days import DAY, german_date
from vertrag.world.draws import Draws
from vertrag.world.helpdesk.facts import SLOTS, Case, Facts, cents, euros, grouped, located
from vertrag.world.helpdesk.topics import topics
from vertrag.world.supplier import NOW_NS, Supplier
from vertrag.world.supply.dunning import debt_on
from vertrag.world.supply.products import monthly_deposit

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


def test_a_reading_is_told_of_the_meter_that_hung_there_on_the_day() -> None:
    world = Supplier(seed=2, customers=100)
    exchanged = 0
    for customer in (member.customer() for member in world.members(personas=False)):
        for contract in filter(None, map(world.contract, customer.contract_ids)):
            told = {row.day: row.meter_number for row in world.readings(contract) if row.occasion == "report"}
            for intent in filter(None, map(world.intent, world.tickets_of(customer.id))):
                if intent.code == "process_meter_reading" and intent.contract_id == contract.id:
                    day = datetime.strptime(intent.data["date"], "%d.%m.%Y").date()
                    if day in told:
                        assert intent.data["counterNumber"] == told[day]
                        exchanged += told[day] != contract.meter.number
    assert exchanged


@pytest.mark.parametrize(
    ("days", "text"), [(0, "nächsten Freitag"), (1, "nächsten Freitag"), (4, "Freitag"), (6, "Freitag")]
)
def test_friday_is_the_next_one_where_the_week_ends(days: int, text: str) -> None:
    later = replace(TOM, created_ns=TOM.created_ns + days * DAY)  # a Thursday
    assert Facts(later)["friday"] == text


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


def test_a_move_is_told_for_the_day_on_which_it_happens_and_from_home_to_home() -> None:
    first, second = (draw_address(Draws(5, "test").of(number)) for number in (1, 2))
    days = [TOM.day + timedelta(days=days) for days in (20, 400)]
    mover = replace(TOM.customer, moves=(Move(days[0], first), Move(days[1], second)))
    case = replace(LATER, topic=topics()["relocation"], customer=mover, moves_on=days[0], own={})
    assert Facts(case)["soon"] == german_date(days[0])
    assert Facts(case)["to_street"] == second.line
    at_home = replace(case, topic=topics()["outage"], moves_on=None)
    assert Facts(at_home)["street"] == first.line


def test_ibans_are_written_in_groups() -> None:
    assert grouped("DE17999100011234567890") == "DE17 9991 0001 1234 5678 90"


def test_debts_are_what_the_contract_owed_on_that_day() -> None:
    erika = _case(375902)
    owed = debt_on(erika.contract, erika.day)
    assert owed > 2 * erika.contract.monthly_deposit
    assert Facts(erika)["debt"] == euros(owed)
    assert Facts(replace(erika, created_ns=erika.created_ns - 400 * DAY))["debt"] != euros(owed)


def test_an_old_letter_quotes_the_price_and_the_deposit_of_its_day() -> None:
    old = replace(TOM, created_ns=TOM.created_ns - 1000 * DAY)
    price = old.contract.prices(old.day)[-1]
    assert Facts(old)["price"] == cents(price.working) != Facts(TOM)["price"]
    assert Facts(old)["deposit"] == str(monthly_deposit(3477, price, 11)) != Facts(TOM)["deposit"]
