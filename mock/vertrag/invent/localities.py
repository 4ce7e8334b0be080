"""Lets what is invented lie in the town that a client named, and have its postcode."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from vertrag.contract.inference.naming import joined
from vertrag.world.census.places import Place, places

_POSTCODES = frozenset({"postcode", "plz", "postleitzahl", "zip", "zipcode", "postalcode"})
_CITIES = frozenset({"city", "ort", "stadt", "town", "locality", "wohnort", "cityname"})


def place_named(members: Mapping[str, Any]) -> Place | None:
    """The place whose postcode is among the members, else whose city is; None where we know neither."""
    for names in (_POSTCODES, _CITIES):
        for name, value in members.items():
            if joined(name) in names and (found := _known().get(str(value).strip().casefold())):
                return found
    return None


def located(row: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the postcode or the city that goes with the one that was sent."""
    place = place_named(sent)
    if place is None:
        return dict(row)
    return {
        name: value if name in sent else _moved(joined(name), value, place) for name, value in row.items()
    }


def _moved(key: str, value: Any, place: Place) -> Any:
    if key in _POSTCODES:
        return int(place.postcode) if isinstance(value, int) else place.postcode
    return place.city if key in _CITIES else value


@cache
def _known() -> Mapping[str, Place]:
    return dict(_names())


def _names() -> Iterator[tuple[str, Place]]:
    for place in reversed(places()):  # of a city with several postcodes the first counts
        yield place.city.casefold(), place
        yield place.postcode, place
