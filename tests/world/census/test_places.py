import pytest

from vertrag.world import identifiers
from vertrag.world.census.places import Address, area_code, draw_address, grid_operator, places
from vertrag.world.draws import Draws

STATES = {
    "DE-BB", "DE-BE", "DE-BW", "DE-BY", "DE-HB", "DE-HE", "DE-HH", "DE-MV",
    "DE-NI", "DE-NW", "DE-RP", "DE-SH", "DE-SL", "DE-SN", "DE-ST", "DE-TH",
}  # fmt: skip
DRAWN = [draw_address(Draws(1, "test").of(index)) for index in range(500)]


def test_an_address_is_written_as_germans_do() -> None:
    address = Address("Hauptstraße", "5a", "10115", "Berlin", "DE-BE")
    assert address.line == "Hauptstraße 5a"
    assert address.full == "Hauptstraße 5a, 10115 Berlin"


def test_there_are_places_in_every_federal_state() -> None:
    assert {place.state for place in places()} == STATES


def test_each_postcode_stands_once_and_has_five_digits() -> None:
    postcodes = [place.postcode for place in places()]
    assert len(set(postcodes)) == len(postcodes)
    assert all(len(postcode) == 5 and postcode.isdigit() for postcode in postcodes)


def test_postcode_city_and_state_always_agree() -> None:
    known = {(place.postcode, place.city, place.state) for place in places()}
    assert {(a.postcode, a.city, a.state) for a in DRAWN} <= known


def test_house_numbers_are_believable() -> None:
    numbers = [int(address.house_number.rstrip("abcd")) for address in DRAWN]
    assert min(numbers) >= 1
    assert max(numbers) <= 120
    assert 20 < sum(address.house_number[-1].isalpha() for address in DRAWN) < 70


def test_streets_are_many() -> None:
    assert len({address.street for address in DRAWN}) > 100


def test_several_addresses_of_one_record_differ() -> None:
    draw = Draws(1, "test").of(1)
    assert draw_address(draw, "home") == draw_address(draw, "home") != draw_address(draw, "other")


@pytest.mark.parametrize("state", sorted(STATES))
def test_every_state_has_two_fictional_grid_operators(state: str) -> None:
    electricity, gas = grid_operator(state, "electricity"), grid_operator(state, "gas")
    assert electricity.code != gas.code
    assert all(identifiers.is_operator_code(operator.code) for operator in (electricity, gas))
    assert all(
        operator.code.startswith("9999") and "Muster" in operator.name for operator in (electricity, gas)
    )


def test_area_codes_begin_with_zero() -> None:
    assert area_code("82031") == "089"
    assert all(area_code(place.postcode).startswith("0") for place in places())
