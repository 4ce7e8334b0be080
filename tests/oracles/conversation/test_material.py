from typing import Any

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.oracles.conversation.material import bodies, plain_values
from vertrag.oracles.grounds import Grounds, grounds_of


def of(node: dict[str, Any]) -> tuple[Grounds, Any]:
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"post": node}}})))
    return grounds, grounds.contract.operations[0]


def test_a_body_is_invented_and_the_examples_follow() -> None:
    media_type = {
        "schema": {"type": "integer", "minimum": 5},
        "example": 77,
        "examples": {"a": {"value": 78}},
    }
    content = {"application/xml": {}, "application/json": media_type}
    found = list(bodies(*of({"requestBody": {"content": content}, "responses": {}}), 1))
    assert found[-2:] == [77, 78]
    assert all(value >= 5 for value in found)


def test_texts_of_which_nothing_is_known_differ_from_turn_to_turn() -> None:
    schema = {
        "type": "object",
        "required": ["a", "b", "c"],
        "properties": {
            "a": {"type": "string"},
            "b": {"type": "string", "maxLength": 8},
            "c": {"type": "object", "required": ["d"], "properties": {"d": {"type": "string"}}},
        },
    }
    content = {"application/json": {"schema": schema}}
    first, second = (
        next(bodies(*of({"requestBody": {"content": content}, "responses": {}}), turn)) for turn in (1, 2)
    )
    assert first["a"] != second["a"]
    assert first["b"] == second["b"]
    assert first["c"] != second["c"]


def test_what_cannot_be_invented_is_left_out() -> None:
    impossible = {"type": "integer", "minimum": 5, "maximum": 1}
    content = {"application/json": {"schema": impossible}}
    assert list(bodies(*of({"requestBody": {"content": content}, "responses": {}}), 1)) == []
    assert list(bodies(*of({"responses": {}}), 1)) == []


def test_required_parameters_have_plain_values() -> None:
    def parameter(name: str, kind: str, *, required: bool) -> dict[str, Any]:
        return {"name": name, "in": "query", "required": required, "schema": {"type": kind}}

    parameters = [
        parameter("a", "integer", required=True),
        parameter("b", "array", required=True),
        parameter("c", "string", required=False),
    ]
    assert plain_values(*of({"parameters": parameters, "responses": {}}), "query").keys() == {"a"}
