from collections.abc import Mapping
from typing import Any

import pytest

from vertrag.contract.inference.positions import NOWHERE
from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.schemas import Schemas
from vertrag.contract.schema.shapes import ANYTHING, shape_of
from vertrag.serve.resources.fitting import Fitting, differing, discreet, spellings, with_members

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
PET = {
    "type": "object",
    "required": ["id", "name"],
    "additionalProperties": False,
    "properties": {
        "id": NUMBER,
        "name": TEXT,
        "age": NUMBER,
        "owner": {"type": "object", "required": ["name"], "properties": {"name": TEXT, "age": NUMBER}},
    },
}
PATTERN = {"id": 1, "name": "Rex", "age": 3, "owner": {"name": "Max", "age": 30}}


def fitting(schema: Any, branch: Any = NOWHERE) -> Fitting:
    tree = {"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"X": schema}}}
    validator = Schemas(from_tree(tree)).validator("/components/schemas/X", "response")
    return Fitting(validator.accepts, lambda row, place: branch)  # noqa: ARG005 - whatever is wished


@pytest.mark.parametrize(
    ("row", "fitted"),
    [
        ({"id": 5, "name": "Ada"}, {"id": 5, "name": "Ada"}),
        ({"name": "Ada"}, {"id": 1, "name": "Ada"}),
        ({"id": "five", "name": "Ada", "color": "red"}, {"id": 1, "name": "Ada"}),
        ({"id": 5, "name": "Ada", "age": None}, {"id": 5, "name": "Ada", "age": 3}),
        (
            {"id": 5, "name": "Ada", "owner": {"age": 9, "name": []}},
            {"id": 5, "name": "Ada", "owner": {"name": "Max", "age": 9}},
        ),
    ],
)
def test_what_is_refused_comes_from_the_pattern(row: Mapping[str, Any], fitted: Mapping[str, Any]) -> None:
    assert fitting(PET).fitted(row, (), PATTERN) == fitted


@pytest.mark.parametrize(
    ("schema", "value", "shown"),
    [
        (TEXT, ["a", "b"], "a, b"),
        ({"type": "array", "items": TEXT}, "a", ["a"]),
        (TEXT, [1], "Rex"),
    ],
)
def test_a_list_of_texts_may_be_one_text(schema: Any, value: Any, shown: Any) -> None:
    tags = {"type": "object", "required": ["tags"], "properties": {"tags": schema}}
    assert fitting(tags).fitted({"tags": value}, (), {"tags": "Rex" if schema is TEXT else []}) == {
        "tags": shown
    }


def test_the_items_of_a_list_are_fitted_one_by_one() -> None:
    schema = {"type": "object", "properties": {"pets": {"type": "array", "items": PET}}}
    sent = [{"name": "Ada"}, {"name": "Bea", "color": "red"}, {"name": 7, "age": 4}]
    fitted = fitting(schema, {"pets": [PATTERN]}).fitted({"pets": sent}, (), {"pets": [PATTERN, PATTERN]})
    assert fitted == {
        "pets": [{"id": 1, "name": "Ada"}, {"id": 1, "name": "Bea"}, {"id": 1, "name": "7", "age": 4}]
    }
    many = [{"name": "Ada"}] * 1000
    assert fitting(schema).fitted({"pets": many}, (), {"pets": [PATTERN]}) == {"pets": [PATTERN]}


def test_lists_within_lists_are_not_tried_item_by_item() -> None:
    def row(**members: Any) -> dict[str, Any]:
        return {"type": "object", "required": ["id"], "properties": {"id": NUMBER, "name": TEXT, **members}}

    outer = row(kids={"type": "array", "items": row(kids={"type": "array", "items": row()})})
    leaves = [{"name": "Cleo"}] * 20
    pattern = {"id": 1, "kids": [{"id": 2, "kids": [{"id": 3, "name": "Rex"}]}]}
    sent = {"id": 5, "kids": [{"name": "Bea", "kids": leaves}] * 20}
    fitted = fitting(outer).fitted(sent, (), pattern)
    assert fitted["kids"][0] == {"id": 2, "name": "Bea", "kids": [{"id": 3, "name": "Rex"}]}


def test_a_row_is_fitted_where_it_sits() -> None:
    schema = {"type": "object", "properties": {"data": PET}}
    fitted = fitting(schema).fitted(
        {"id": 5, "name": "Ada", "x": 1}, ("data",), {"data": PATTERN, "ok": True}
    )
    assert fitted == {"data": {"id": 5, "name": "Ada"}, "ok": True}


def test_another_branch_is_invented_where_members_alone_do_not_lead_to_it() -> None:
    cat, dog = (
        {"type": "object", "properties": {"is": {"const": name}, name: NUMBER}} for name in ("cat", "dog")
    )
    schema = {"oneOf": [{**each, "additionalProperties": False} for each in (cat, dog)]}
    other = {"is": "dog", "dog": 2}
    assert fitting(schema, other).fitted({"is": "dog", "dog": 2}, (), {"is": "cat", "cat": 1}) == other


def test_what_of_a_row_is_not_shown_is_known_by_name() -> None:
    row = {"number": 1, "kept": [1], "lost": 2, "other": "a"}
    assert list(differing(row, {"number": "1", "kept": [1], "other": "b", "new": 0})) == [
        "lost",
        "new",
        "other",
    ]


def test_nothing_fits_a_schema_that_takes_nothing() -> None:
    assert fitting({"not": {}}).fitted({"id": 5}, (), PATTERN) is NOWHERE


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7", [7]),
        ("07", []),
        ("1.5", [1.5]),
        (str(-(2**1023)), [-(2**1023)]),
        (str(2**1024 - 2**971 + 1), [2**1024 - 2**971 + 1]),
        (str(2**1024), []),
        ("9" * 400, []),
    ],
)
def test_a_text_is_a_number_where_a_float_can_hold_it(text: str, numbers: list[float]) -> None:
    assert spellings(text) == (text, *numbers)


def test_a_secret_that_the_schema_does_not_know_is_left_out_at_any_depth() -> None:
    inner = {"type": "object", "properties": {"name": TEXT}}
    schema = {"type": "object", "properties": {"tracks": {"type": "array", "items": inner}, "api_key": TEXT}}
    shape = shape_of(from_tree({"openapi": "3.1.0", "paths": {}}), schema)
    row = {"api_key": "a", "password": "b", "tracks": [{"name": "x", "more": 1, "secret_uri": "c"}]}
    assert discreet(row, shape) == {"api_key": "a", "tracks": [{"name": "x", "more": 1}]}
    assert discreet({"secret": None}, shape) == {"secret": None}
    assert discreet({"any": {"secret": 1}}, ANYTHING) == {"any": {"secret": 1}}


@pytest.mark.parametrize(
    ("more", "is_kept"),
    [
        ({"additionalProperties": TEXT}, True),
        ({"additionalProperties": True}, True),
        ({"patternProperties": {"^api": TEXT}}, True),
        ({"patternProperties": {"^x-": TEXT}}, False),
        ({"allOf": [{"additionalProperties": TEXT}]}, True),
        ({"additionalProperties": False}, False),
        ({}, False),
    ],
)
def test_what_the_schema_says_of_other_members_is_no_secret(more: Any, is_kept: bool) -> None:  # noqa: FBT001 - parametrized
    schema = {"type": "object", "properties": {"id": TEXT}, **more}
    shape = shape_of(from_tree({"openapi": "3.1.0", "paths": {}}), schema)
    row = {"id": "1", "apiKey": "a"}
    assert discreet(row, shape) == (row if is_kept else {"id": "1"})
    assert discreet({"secretary": "Ada", "imageHash": "k"}, shape) == {"secretary": "Ada", "imageHash": "k"}


def test_many_members_are_tried_at_once_and_only_what_is_refused_alone() -> None:
    members = {f"m{each}": each for each in range(1_000)}
    tried: list[Any] = []

    def accepts(body: Any) -> bool:
        tried.append(body)
        return "m700" not in body["row"]

    body = with_members({"row": {"id": 1}}, ("row",), members, accepts)
    assert body == {"row": {"id": 1} | {name: members[name] for name in members if name != "m700"}}
    assert len(tried) < 25
    assert with_members(body, ("row",), {}, accepts) is body
