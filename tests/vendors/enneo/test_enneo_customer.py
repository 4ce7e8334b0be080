"""Tom Mustermann's contract: the documented facts, in the documented units."""

from typing import Any

import pytest


@pytest.fixture
def customer(ask: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask("enneo", "getTicket", ticketId=376189)["customer"]
    return found


def test_tom_is_who_the_documents_say(customer: dict[str, Any]) -> None:
    assert (customer["firstname"], customer["lastname"]) == ("Tom", "Mustermann")
    assert customer["email"] == "tom.mustermann@example.com"
    assert customer["address"] == "Hugo-Junkers-Str. 5"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", 746839),
        ("customerId", "83771"),
        ("deliveryAddress", "Hugo-Junkers-Str. 5, 82031 Grünwald"),
        ("counterNumber", "1ESY1160669167"),
        ("consumption", 3477),
        ("productCode", "flx_24"),
        ("workingPrice", 0.285),
        ("basePrice", 12.49),
        ("vatRate", 0.19),
        ("monthlyDeposit", 104),
    ],
)
def test_toms_contract_holds_the_documented_facts(customer: dict[str, Any], name: str, value: Any) -> None:
    (contract,) = [each for each in customer["contracts"] if each["id"] == 746839]
    assert contract[name] == value


def test_prices_are_shown_to_agents_in_german(customer: dict[str, Any]) -> None:
    assert customer["contracts"][0]["agentPreview"][0]["tooltip"] == "AP 28,50 ct/kWh, GP 12,49 €/Monat"


def test_telephone_numbers_are_integers_that_keep_all_digits(customer: dict[str, Any], world: Any) -> None:
    assert f"+{customer['phone']}" == world.customer(customer["id"]).phone
