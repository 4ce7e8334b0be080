from collections.abc import Mapping

import pytest

from vertrag.contract.inference.keys import Thing
from vertrag.contract.inference.positions import Place
from vertrag.contract.inference.whereabouts import likeness, list_place, row_place
from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.shapes import Shape, shape_of

PET = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
PETS = {"type": "array", "items": PET}


def shape(schema: Mapping[str, object]) -> Shape:
    return shape_of(from_tree({"openapi": "3.0.3", "paths": {}}), schema)


def of(**members: object) -> dict[str, object]:
    return {"type": "object", "properties": members}


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        (PET, ()),
        (of(pet=PET), ("pet",)),
        (of(code={"type": "integer"}, data=PET), ("data",)),
        (of(id={"type": "integer"}, owner=PET), ()),
        (of(data=PETS), ("data", 0)),
        ({"type": "string"}, None),
    ],
)
def test_the_row_sits_where_its_key_and_its_name_are(schema: dict[str, object], place: Place | None) -> None:
    found = row_place(shape(schema), Thing("pets", "petId"))
    assert (found[0] if found else None) == place


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        (PETS, ()),
        (of(items=PETS, errors={"type": "array", "items": {"type": "string"}}), ("items",)),
        (of(warnings={"type": "array", "items": of(text={"type": "string"})}, pets=PETS), ("pets",)),
        (of(data=of(pets=PETS)), ("data", "pets")),
        (of(_embedded=of(pets=PETS)), ("_embedded", "pets")),
        (of(tags={"type": "array", "items": {"type": "string"}}), None),
        (PET, None),
    ],
)
def test_the_list_sits_where_its_rows_are(schema: dict[str, object], place: Place | None) -> None:
    found = list_place(shape(schema), Thing("pets", "petId"))
    assert (found[0] if found else None) == place


def test_the_envelope_of_a_request_is_a_small_one() -> None:
    pet = of(name={"type": "string"})
    small = shape(of(pet=pet))
    large = shape(of(pet=pet, name={"type": "string"}, age={"type": "integer"}, color={"type": "string"}))
    places = [row_place(each, Thing("pets", "petId"), sent=True) for each in (small, large)]
    assert [found[0] for found in places if found] == [("pet",), ()]


def test_likeness_counts_common_members() -> None:
    assert likeness(shape(PET), shape(PET)) == 1
    assert likeness(shape(PET), shape(of(other={"type": "string"}))) == 0
    assert likeness(shape(PET), None) == 0


OPEN, TEXT = {"type": "object"}, {"type": "string"}


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        (of(ok={"type": "boolean"}, message=TEXT, result=OPEN), ("result",)),
        (of(message=TEXT, pet=OPEN), ("pet",)),
        (of(ok={"type": "boolean"}, result={"type": "array", "items": {}}), ("result", 0)),
        (of(kind=TEXT, data=OPEN), ()),
        (of(message=TEXT, extras=OPEN), ()),
    ],
)
def test_a_row_that_is_left_open_sits_beside_remarks(schema: dict[str, object], place: Place) -> None:
    found = row_place(shape(schema), Thing("pets", "petId"))
    assert found is not None
    assert found[0] == place
