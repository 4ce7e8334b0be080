from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.invent.values import invent


@pytest.mark.parametrize("seed", range(6))
def test_a_list_has_a_natural_length(make: Any, seed: int) -> None:
    assert 2 <= len(make({"type": "array", "items": {"type": "integer"}, "maxItems": 100}, seed=seed)) <= 5


def test_the_items_of_a_list_differ(make: Any) -> None:
    value = make({"type": "array", "minItems": 5, "maxItems": 5, "items": {"type": "string"}})
    assert len(set(value)) == 5


def test_optional_members_are_there(make: Any) -> None:
    assert set(make({"type": "object", "properties": {"a": {}, "b": {}}, "required": ["b"]})) == {"a", "b"}


def test_what_holds_itself_stops_early(make: Any) -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    assert make({"$ref": "#/components/schemas/Node"}, {"Node": node}) == {"next": {}}


def test_an_object_of_free_names_has_some(make: Any) -> None:
    assert len(make({"type": "object", "additionalProperties": {"type": "integer"}})) == 2


def test_an_optional_member_that_cannot_be_is_left_out(make: Any) -> None:
    never = {"type": "string", "minLength": 2, "maxLength": 1}
    assert set(make({"type": "object", "properties": {"a": never, "b": {}}})) == {"b"}


@pytest.mark.parametrize("place", range(3))
def test_what_a_list_contains_stands_where_it_may(make: Any, place: int) -> None:
    prefix: list[Any] = [{"type": "integer"}] * 3
    prefix[place] = {"type": "string"}
    make({"type": "array", "prefixItems": prefix, "items": False, "contains": {"type": "string"}})


def test_a_very_long_list_repeats_its_items(make: Any) -> None:
    value = make({"type": "array", "minItems": 9_000, "items": {"type": "object", "properties": {"a": {}}}})
    assert len(value) == 9_000


@pytest.mark.parametrize(
    ("mapping", "mark"), [({}, "Pet"), ({"p": "#/components/schemas/Pet"}, "p"), ({"dog": "Dog"}, "dog")]
)
def test_an_object_says_by_its_discriminator_what_it_is(make: Any, mapping: Any, mark: str) -> None:
    pet = {"type": "object", "required": ["t"], "properties": {"t": {"type": "string"}}}
    pet["discriminator"] = {"propertyName": "t", "mapping": mapping}
    assert make({"$ref": "#/components/schemas/Pet"}, {"Pet": pet}) == {"t": mark}


def test_what_lies_deep_is_left_out_before_what_lies_near(make: Any) -> None:
    def tree(depth: int) -> dict[str, Any]:
        inner = {"type": "array", "items": tree(depth - 1)} if depth else {"type": "string"}
        return {"type": "object", "properties": {f"branch{number}": inner for number in range(5)}}

    assert [*make(tree(4))] == [f"branch{number}" for number in range(5)]


def test_a_page_that_costs_too_much_is_a_short_one() -> None:
    members = {f"m{at}": {"type": "object", "properties": {"n": {"type": "integer"}}} for at in range(100)}
    kinds = [{"properties": {**members, "kind": {"enum": [kind]}}} for kind in "abc"]
    rows = {"type": "array", "items": {"type": "object", "oneOf": kinds}}
    schema = {"type": "object", "required": ["rows"], "properties": {"rows": rows}}
    made = invent(from_tree({"openapi": "3.1.0"}), schema, arguments={"limit": 20})
    assert 1 <= len(made["rows"]) < 20
