from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.reading.parameters import Parameter, compile_parameter
from vertrag.contract.reading.styles import MISSING
from vertrag.contract.reading.wire import Undecodable
from vertrag.contract.schema.schemas import Schemas


def parameter(node: dict[str, Any]) -> Parameter:
    tree = {"openapi": "3.0.3", "paths": {"/": {"parameters": [node]}}}
    made = compile_parameter(Schemas(from_tree(tree)), node, "/paths/~1/parameters/0")
    assert made is not None
    return made


def test_headers_that_openapi_reserves_are_no_parameters() -> None:
    node = {"name": "Authorization", "in": "header", "schema": {"type": "string"}}
    assert compile_parameter(Schemas(from_tree({"openapi": "3.0.3"})), node, "") is None


def test_a_parameter_that_was_not_sent_is_missing() -> None:
    assert parameter({"name": "a", "in": "query", "schema": {"type": "integer"}}).decode({}) is MISSING


def test_a_scalar_that_is_sent_twice_is_no_choice_of_ours() -> None:
    made = parameter({"name": "a", "in": "query", "schema": {"type": "integer"}})
    with pytest.raises(Undecodable, match="sent 2 times"):
        made.decode({"a": ["1", "2"]})


def _read(made: Parameter, *texts: str) -> tuple[dict[str, Any], int]:
    arguments: dict[str, Any] = {}
    return arguments, len([*made.read_into(arguments, {"a": [*texts]})])


@pytest.mark.parametrize(
    ("schema", "text", "value", "wrong"),
    [
        ({"type": "integer", "maximum": 9}, "7", {"a": 7}, 0),
        ({"type": "integer", "maximum": 9}, "10", {"a": 10}, 1),
        ({"type": "integer"}, "x", {"a": "x"}, 1),
        ({"type": ["string", "null"]}, "%41", {"a": "A"}, 0),
        ({"type": "boolean"}, "true", {"a": True}, 0),
        ({"type": "array", "items": {"type": "integer"}}, "1,2", {"a": [1, 2]}, 0),
        ({"type": "string"}, "x" * 1000, {"a": "x" * 1000}, 0),
    ],
)
def test_what_is_sent_again_is_read_as_before(schema: Any, text: str, value: Any, wrong: int) -> None:
    made = parameter({"name": "a", "in": "query", "explode": False, "schema": schema})
    assert [_read(made, text) for _ in range(3)] == [(value, wrong)] * 3


def test_no_caller_can_change_what_the_next_one_reads() -> None:
    made = parameter({"name": "a", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}})
    _read(made, "x")[0]["a"].append("y")
    assert _read(made, "x") == ({"a": ["x"]}, 0)


def test_a_few_values_of_a_parameter_are_remembered_and_never_more() -> None:
    made = parameter({"name": "a", "in": "query", "schema": {"type": "integer"}})
    sizes = []
    for number in range(300):
        assert _read(made, str(number)) == ({"a": number}, 0)
        sizes.append(len(made._read))  # noqa: SLF001 - there is no other way to see it
    assert max(sizes) <= 64
    assert len(set(sizes)) > 1
