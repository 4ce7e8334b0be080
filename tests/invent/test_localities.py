from typing import Any

import pytest

from vertrag.invent.localities import located, place_named
from vertrag.world.census.places import places

PLACE = places()[0]


@pytest.mark.parametrize(
    "members", [{"plz": PLACE.postcode}, {"zip_code": int(PLACE.postcode)}, {"Ort": PLACE.city}]
)
def test_a_place_is_known_by_its_postcode_or_its_city(members: Any) -> None:
    found = place_named(members)
    assert found is not None
    assert found.city == PLACE.city


def test_a_place_that_nobody_knows_moves_nothing() -> None:
    row = {"city": "Berlin", "plz": "10115"}
    assert located(row, {"city": "Entenhausen"}) == row


def test_what_was_not_sent_follows_what_was() -> None:
    row = {"city": "Entenhausen", "plz": "00000", "zip": 0, "name": "Ada"}
    moved = located(row, {"city": PLACE.city})
    assert moved == {**row, "plz": PLACE.postcode, "zip": int(PLACE.postcode)}
    assert located(row, {"plz": PLACE.postcode})["city"] == PLACE.city
