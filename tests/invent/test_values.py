import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from vertrag.contract.loading.document import from_tree
from vertrag.invent.satisfaction import fits
from vertrag.invent.values import Impossible, invent

TABLE = yaml.safe_load(Path(__file__).with_name("satisfiable.yaml").read_text(encoding="utf-8"))
NAMED = TABLE.pop("named")
EMPTY = from_tree({"openapi": "3.1.0"})


@pytest.mark.parametrize("schema", [each for group in TABLE.values() for each in group], ids=json.dumps)
def test_a_schema_that_can_be_satisfied_gets_a_value(make: Any, schema: Any) -> None:
    make(schema)


def test_an_example_stands_in_for_a_value_only_where_it_satisfies(make: Any) -> None:
    closed = {"type": "object", "required": ["b"], "additionalProperties": False}
    assert make({"type": "array", "items": {**closed, "example": {"a": 1}}}) == []


@pytest.mark.parametrize("name", NAMED)
def test_schemas_that_hold_themselves_get_a_value_that_ends(make: Any, name: str) -> None:
    assert len(json.dumps(make({"$ref": f"#/components/schemas/{name}"}, NAMED))) < 2000


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ({"type": "string", "nullable": True, "enum": ["a"]}, "a"),
        ({"type": "integer", "minimum": 5, "exclusiveMinimum": True, "maximum": 6}, 6),
        ({"type": "integer", "maximum": 5, "exclusiveMaximum": True, "minimum": 4}, 4),
        ({"nullable": True, "allOf": [{"type": "boolean"}]}, True),
        ({"$ref": "#/components/schemas/One", "type": "string"}, 1),
        ({"type": "integer", "format": "int64", "minimum": 2**63 - 1}, 2**63 - 1),
        ({"type": "integer", "format": "uint8", "minimum": 255}, 255),
    ],
)
def test_the_words_of_openapi_3_0_are_understood(make: Any, schema: Any, found: Any) -> None:
    assert make(schema, {"One": {"type": "integer", "enum": [1]}}, version="3.0.3") == found


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": 3, "maxLength": 2},
        {"type": "integer", "minimum": 5, "maximum": 4},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {"not": {}},
        {"enum": []},
        {"type": "object", "required": ["a"], "properties": {"a": False}},
        {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "boolean"}},
        {"type": "array", "minItems": 10**9},
        {"type": "string", "minLength": 10**9},
        {"type": "string", "pattern": "^(?=.*x)(?!.*x).*$"},
        {"$ref": "#/nowhere"},
        {"required": True},
        {"minimum": float("inf")},
        False,
    ],
    ids=repr,
)
def test_what_cannot_be_satisfied_is_impossible_and_soon_known_to_be(schema: Any) -> None:
    begun = time.perf_counter()
    with pytest.raises(Impossible):
        invent(EMPTY, schema)
    assert time.perf_counter() - begun < 2  # some 50 ms where nobody else is at work


def test_an_endless_schema_is_impossible() -> None:
    endless = {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/components/schemas/E"}}}
    document = from_tree({"openapi": "3.1.0", "components": {"schemas": {"E": endless}}})
    with pytest.raises(Impossible):
        invent(document, endless)


def test_a_web_of_schemas_does_not_grow_without_end() -> None:
    web = {
        f"W{one}": {"properties": {f"m{two}": {"$ref": f"#/components/schemas/W{two}"} for two in range(12)}}
        for one in range(12)
    }
    document = from_tree({"openapi": "3.1.0", "components": {"schemas": web}})
    value = invent(document, web["W0"])
    assert value
    assert len(json.dumps(value)) < 50_000


@pytest.mark.parametrize(("direction", "left"), [("response", {"seen"}), ("request", {"told"})])
def test_a_direction_leaves_out_what_it_does_not_carry(make: Any, direction: str, left: set[str]) -> None:
    members = {"seen": {"type": "string", "readOnly": True}, "told": {"type": "string", "writeOnly": True}}
    schema = {"type": "object", "required": ["seen", "told"], "properties": members}
    assert set(make(schema, direction=direction)) == left


SCHEMA = {
    "type": "array",
    "items": {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
}


def test_the_same_question_gets_the_same_answer(make: Any) -> None:
    asked: dict[str, Any] = {"label": "GET /x/{a}", "arguments": {"a": 1}, "seed": 3}
    assert make(SCHEMA, **asked) == make(SCHEMA, **asked)


@pytest.mark.parametrize(
    "other",
    [
        {"label": "GET /y/{a}", "arguments": {"a": 1}, "seed": 3},
        {"label": "GET /x/{a}", "arguments": {"a": 2}, "seed": 3},
        {"label": "GET /x/{a}", "arguments": {"a": 1}, "seed": 4},
    ],
)
def test_another_question_gets_another_answer(make: Any, other: Any) -> None:
    assert make(SCHEMA, **other) != make(SCHEMA, label="GET /x/{a}", arguments={"a": 1}, seed=3)


def test_what_a_schema_offers_itself_comes_first(make: Any) -> None:
    members = {
        "a": {"type": "integer", "example": 9},
        "b": {"type": "string", "default": "x"},
        "c": {"type": "integer"},
    }
    value = make({"type": "object", "properties": members, "example": {"c": 7}})
    assert value == {"a": 9, "b": "x", "c": 7}


def test_an_example_that_breaks_its_schema_is_no_value(make: Any) -> None:
    assert make({"type": "integer", "example": "nine", "minimum": 3, "maximum": 3}) == 3


def test_a_discriminator_names_the_branch(make: Any) -> None:
    pet = {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}
    named = {
        name: {"type": "object", "required": ["kind", own], "properties": {"kind": {"type": "string"}}}
        for name, own in (("Cat", "meow"), ("Dog", "bark"))
    }
    mapping = {"cat": "#/components/schemas/Cat"}
    value = make({**pet, "discriminator": {"propertyName": "kind", "mapping": mapping}}, named)
    assert value["kind"] == "cat"


def test_the_items_of_a_list_show_all_branches(make: Any) -> None:
    branches = [{"type": "integer"}, {"type": "boolean"}, {"type": "null"}]
    value = make({"type": "array", "items": {"oneOf": branches}, "minItems": 3})
    assert {type(item) for item in value} == {int, bool}


def test_loading_reads_no_names_and_no_tables() -> None:
    code = "import sys, vertrag.invent.values as v; from vertrag.world import fixtures as f;"
    code += "print('faker' in sys.modules, f.table.cache_info().currsize)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "mock"}
    )
    assert run.stdout == "False 0\n"


def test_a_dynamic_reference_leads_to_its_anchor() -> None:
    tree: dict[str, Any] = {"$dynamicAnchor": "node", "type": "object", "required": ["next"]}
    tree["properties"] = {"next": {"anyOf": [{"$dynamicRef": "#node"}, {"type": "null"}]}}
    document = from_tree({"openapi": "3.1.0", "components": {"schemas": {"Tree": tree}}})
    assert invent(document, tree) == {"next": {"next": {"next": None}}}


def test_a_long_chain_of_extensions_gets_a_value(make: Any) -> None:
    chain: dict[str, Any] = {"S0": {"type": "object"}}
    for number in range(1, 251):
        own = {"required": [f"m{number}"], "properties": {f"m{number}": {"type": "integer"}}}
        chain[f"S{number}"] = {"allOf": [{"$ref": f"#/components/schemas/S{number - 1}"}, own]}
    assert len(make({"$ref": "#/components/schemas/S250"}, chain)) == 250


def bounded(*promises: str) -> list[dict[str, int]]:
    """Ten rows of two numbers that promise something of each other."""
    number = {"type": "integer", "minimum": 0, "maximum": 1000}
    row = {"type": "object", "required": ["low", "high"], "properties": {"low": number, "high": number}}
    document = from_tree({"openapi": "3.1.0", "components": {"schemas": {"Row": row}}})
    row["x-invariants"] = list(promises)
    found: list[dict[str, int]] = invent(
        document, {"type": "array", "minItems": 10, "items": {"$ref": "#/components/schemas/Row"}}
    )
    return found


def test_what_a_schema_promises_is_kept_where_a_few_turns_find_it() -> None:
    assert not all(row["low"] <= row["high"] for row in bounded())
    assert all(row["low"] <= row["high"] for row in bounded("self.low <= self.high"))


def test_where_no_turn_keeps_a_promise_the_schema_is_kept() -> None:
    assert len(bounded("self.low == self.high + 1")) == 10


@pytest.mark.parametrize(
    ("schema", "asked", "is_fit"),
    [
        ({"type": "string"}, {"type": "string", "pattern": "^A[0-9]{3}$"}, True),
        ({"type": "integer"}, {"type": "integer", "minimum": 10**7}, True),
        ({"type": "string", "maxLength": 2}, {"type": "string", "format": "uuid"}, False),
        ({"type": "integer"}, {"type": "string", "pattern": "^A"}, False),
        ({"type": "string", "enum": ["x"]}, {"type": "string", "pattern": "^A"}, False),
    ],
)
def test_an_id_can_be_asked_for_by_the_path_that_has_its_name(
    schema: dict[str, Any],
    asked: dict[str, Any],
    is_fit: bool,  # noqa: FBT001 - a parametrized expectation
) -> None:
    paths = {"/a/{accountId}": {"parameters": [{"name": "accountId", "in": "path", "schema": asked}]}}
    document = from_tree({"openapi": "3.1.0", "paths": paths})
    own = {"type": "object", "required": ["id"], "properties": {"id": schema}}
    row = {
        "type": "object",
        "required": ["account_id", "account"],
        "properties": {"account_id": schema, "account": own},
    }
    value = invent(document, {"type": "array", "minItems": 2, "items": row})
    ids = [each_id for each in value for each_id in (each["account_id"], each["account"]["id"])]
    assert [fits(asked, each) for each in ids] == [is_fit] * len(ids)
    assert all(fits(schema, each) for each in ids)
