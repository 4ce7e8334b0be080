"""Where people live: postcode, city and state that agree, generic streets, fictional grid operators."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from vertrag.world.draws import Draw
from vertrag.world.fixtures import table

Energy = Literal["electricity", "gas"]


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `state` is the ISO 3166-2 code of the federal state, such as "DE-BE"."""

    street: str
    house_number: str
    postcode: str
    city: str
    state: str

    @property
    def line(self) -> str:
        """Street and house number: "Hauptstraße 5"."""
        return f"{self.street} {self.house_number}"

    @property
    def full(self) -> str:
        """The address in one line: "Hauptstraße 5, 10115 Berlin"."""
        return f"{self.street} {self.house_number}, {self.postcode} {self.city}"


@dataclass(frozen=True, slots=True)
class Place:
    """A postcode with its city, federal state and telephone area code."""

    postcode: str
    city: str
    state: str
    area_code: str


@dataclass(frozen=True, slots=True)
class GridOperator:
    """A fictional grid operator; `code` has 13 digits of the 9999 block, which BDEW does not assign."""

    code: str
    name: str


@cache
def places() -> tuple[Place, ...]:
    """All postcodes of the world."""
    return tuple(Place(**row) for row in table("places.json")["postcodes"])


@cache
def _streets() -> tuple[str, ...]:
    return tuple(table("places.json")["streets"])


@cache
def _operators() -> dict[tuple[str, Energy], GridOperator]:
    rows = table("places.json")["operators"]
    return {(row["state"], row["energy"]): GridOperator(row["code"], row["name"]) for row in rows}


@cache
def _area_codes() -> dict[str, str]:
    return {place.postcode: place.area_code for place in places()}


def grid_operator(state: str, energy: Energy) -> GridOperator:
    """Who runs the grid of a federal state; real regions are smaller, names are invented anyway."""
    return _operators()[state, energy]


def area_code(postcode: str) -> str:
    """The telephone area code of a postcode: "089"."""
    return _area_codes()[postcode]


@cache
def _known() -> frozenset[tuple[str, str, str]]:
    return frozenset((place.postcode, place.city, place.state) for place in places())


def is_place(address: Address) -> bool:
    """Whether postcode, city and state of an address belong together."""
    return (address.postcode, address.city, address.state) in _known()


def draw_address(draw: Draw, name: str = "home") -> Address:
    """An address; `name` tells several addresses of one record apart."""
    place = draw.choice(f"{name} place", places())
    street = draw.choice(f"{name} street", _streets())
    number = min(draw.between(f"{name} number", 1, 120), draw.between(f"{name} other number", 1, 120))
    letter = draw.choice(f"{name} letter", "abcd") if draw.chance(f"{name} has letter", 8) else ""
    return Address(street, f"{number}{letter}", place.postcode, place.city, place.state)
