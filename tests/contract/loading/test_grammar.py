from typing import Any

import pytest

from vertrag.contract.loading.grammar import walk

PET = {"type": "object", "properties": {"x-name": {"type": "string"}}}


@pytest.mark.parametrize(
    ("tree", "places"),
    [
        ({"components": {"schemas": {"Pet": PET}}}, ["/components/schemas/Pet/properties/x-name Schema"]),
        ({"paths": {"/a~b/{c}": {"get": {}}}}, ["/paths/~1a~0b~1{c}/get Operation"]),
        ({"paths": {"x-owner": {"get": {}}}}, []),
        ({"components": {"responses": {"x-gone": {}}}}, ["/components/responses/x-gone Response"]),
        ({"components": {"callbacks": {"A": {"$ref": "#"}}}}, ["/components/callbacks/A Callback"]),
        ({"tags": {}, "paths": [1]}, ["/tags [Tag]", "/paths {PathItem}"]),
        ({"tags": [None, 3]}, ["/tags/0 Tag", "/tags/1 Tag"]),
    ],
)
def test_every_object_is_met_with_its_kind(tree: dict[str, Any], places: list[str]) -> None:
    met = [f"{pointer} {kind}" for pointer, kind, _ in walk(tree)]
    assert [place for place in met if place.count("/") > 0 and place not in places + _ABOVE] == []
    assert set(places) <= set(met)


_ABOVE = ["/components Components", "/components/schemas/Pet Schema", "/paths/~1a~0b~1{c} PathItem"]


def test_objects_come_in_the_order_of_the_document() -> None:
    tree = {"components": {"schemas": {"B": PET, "A": {}}}, "info": {}}
    assert [pointer.rsplit("/", 1)[-1] for pointer, _, _ in walk(tree)] == [
        *("", "components", "B", "x-name", "A", "info")
    ]


def test_what_aliases_share_is_walked_once() -> None:
    schema: dict[str, Any] = {}
    for _ in range(60):  # two to the power of sixty places, written out
        schema = {"properties": {"a": schema, "b": schema}}
    assert len(list(walk(schema, "Schema"))) == 61
