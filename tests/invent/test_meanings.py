from typing import Any

import pytest

from vertrag.invent.meanings import is_person
from vertrag.world import identifiers
from vertrag.world.census.people import is_woman
from vertrag.world.census.places import places

TEXT = {"type": "string"}


def people(make: Any, *names: str, count: int = 8) -> list[dict[str, Any]]:
    item = {"type": "object", "properties": dict.fromkeys(names, TEXT)}
    found: list[dict[str, Any]] = make({"type": "array", "items": item, "minItems": count})
    return found


@pytest.mark.parametrize(
    ("postcode", "city"), [("plz", "ort"), ("zip", "city"), ("postalCode", "town"), ("Postleitzahl", "Stadt")]
)
def test_postcode_and_city_agree(make: Any, postcode: str, city: str) -> None:
    known = {(place.postcode, place.city) for place in places()}
    found = {(each[postcode], each[city]) for each in people(make, postcode, city)}
    assert found <= known
    assert len(found) > 1


@pytest.mark.parametrize(
    ("first", "last", "mail"), [("vorname", "nachname", "email"), ("firstName", "last_name", "eMail")]
)
def test_name_and_mail_belong_to_one_person(make: Any, first: str, last: str, mail: str) -> None:
    for each in people(make, first, last, mail, "name"):
        assert each["name"] == f"{each[first]} {each[last]}"
        start = (
            each[last][:3].lower().replace("ü", "ue").replace("ö", "oe").replace("ä", "ae").replace("ß", "ss")
        )
        assert start[:3] in each[mail]


def test_the_address_inside_is_the_persons_own(make: Any) -> None:
    inner = {"type": "object", "properties": {"zip": TEXT, "city": TEXT}}
    outer = {"type": "object", "properties": {"email": TEXT, "zip": TEXT, "address": inner, "seller": inner}}
    value = make(outer)
    assert value["address"]["zip"] == value["zip"]
    assert value["seller"]["zip"] != value["zip"]


@pytest.mark.parametrize(
    ("name", "is_right"),
    [
        ("iban", identifiers.is_iban),
        ("malo", identifiers.is_malo_id),
        ("maloId", identifiers.is_malo_id),
        ("melo_id", identifiers.is_melo_id),
        ("zaehlernummer", identifiers.is_meter_number),
        ("telefon", lambda text: text.startswith("+49")),
        ("street", lambda text: text[-1].isalnum() and " " in text),
        ("bundesland", lambda text: text[0].isupper()),
        ("createdAt", lambda text: text.endswith("Z")),
        ("geburtsdatum", lambda text: len(text) == 10),
        ("currency", lambda text: text == "EUR"),
        ("website", lambda text: text.startswith("https://example.com/")),
        ("ip", lambda text: text.startswith("192.0.2.")),
        ("customerEmail", lambda text: "@" in text),
        ("firma", lambda text: " " in text),
        ("tags", lambda text: text.istitle()),
        ("user_agent", lambda text: text.startswith("Mozilla/")),
    ],
)
def test_a_name_says_what_its_value_is(make: Any, name: str, is_right: Any) -> None:
    for each in people(make, name):
        assert is_right(each[name]), each


@pytest.mark.parametrize(
    ("name", "kind", "low", "high"),
    [
        ("age", "integer", 18, 80),
        ("preis", "number", 1, 1000),
        ("kWh", "number", 1000, 10_000),
        ("zaehlerstand", "integer", 2000, 60_000),
        ("lat", "number", 47, 55.1),
        ("longitude", "number", 5.8, 15.1),
        ("updated_at", "integer", 1_700_000_000, 1_800_000_000),
        ("plz", "integer", 1000, 99_999),
    ],
)
def test_numbers_have_a_meaning_too(make: Any, name: str, kind: str, low: float, high: float) -> None:
    value = make({"type": "object", "properties": {name: {"type": kind}}})
    assert low <= value[name] <= high


def test_a_description_can_say_what_a_name_does_not(make: Any) -> None:
    value = make(
        {"type": "object", "properties": {"x": {"type": "string", "description": "Die IBAN des Kunden"}}}
    )
    assert identifiers.is_iban(value["x"])


def test_a_meaning_that_breaks_the_schema_gives_way_to_the_shape(make: Any) -> None:
    value = make({"type": "object", "properties": {"email": {"type": "string", "maxLength": 3}}})
    assert len(value["email"]) <= 3


@pytest.mark.parametrize(
    ("thing", "members", "person"),
    [("", set(), True), ("Pet", {"name"}, False), ("Customer", set(), True), ("Pet", {"email"}, True)],
)
def test_only_people_have_a_persons_name(thing: str, members: set[str], person: bool) -> None:  # noqa: FBT001
    assert is_person(thing, frozenset(members)) is person


def test_a_thing_is_called_what_it_is(make: Any) -> None:
    named = {"Pet": {"type": "object", "properties": {"name": TEXT}}}
    assert make({"$ref": "#/components/schemas/Pet"}, named)["name"].startswith("Pet ")


@pytest.mark.parametrize("seed", range(6))
def test_a_person_is_addressed_as_the_first_name_asks_for(make: Any, seed: int) -> None:
    text = {"type": "string"}
    listed = {"enum": ["Divers", "Herr", "Frau"]}
    members = {"vorname": text, "anrede": text, "salutation": listed, "geschlecht": {"enum": ["m", "w"]}}
    person = make({"type": "object", "required": [*members], "properties": members}, seed=seed)
    form, sex = ("Frau", "w") if is_woman(person["vorname"]) else ("Herr", "m")
    assert (person["anrede"], person["salutation"], person["geschlecht"]) == (form, form, sex)
