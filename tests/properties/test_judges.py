"""Two judges, one document: where ours and openapi-core differ, the reason is known and written here."""

import re
from typing import Any

import orjson
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vertrag.contract.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.contract.second_opinion import SecondOpinion
from vertrag.exchange import Request, Response

SCHEMAS: dict[str, Any] = {
    "integer": {"type": "integer", "minimum": -3, "maximum": 10, "multipleOf": 2},
    "number": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
    "text": {"type": "string", "minLength": 1, "maxLength": 3, "pattern": "^[a-c]"},
    "nullable": {"type": "string", "nullable": True},
    "enumeration": {"enum": ["a", 1, None, True]},
    "nullable enumeration": {"type": "string", "nullable": True, "enum": ["a"]},
    "list": {
        "type": "array",
        "items": {"type": "integer"},
        "minItems": 1,
        "maxItems": 2,
        "uniqueItems": True,
    },
    "object": {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "integer"}, "b": {"type": "string"}},
        "additionalProperties": False,
    },
    "map": {"type": "object", "additionalProperties": {"type": "integer"}, "maxProperties": 1},
    "all": {"allOf": [{"type": "integer"}, {"minimum": 1}]},
    "any": {"anyOf": [{"type": "integer"}, {"type": "string", "maxLength": 1}]},
    "one": {"oneOf": [{"type": "integer"}, {"type": "number"}]},
    "not": {"not": {"type": "string"}},
    "date": {"type": "string", "format": "date"},
    "uuid": {"type": "string", "format": "uuid"},
    "recursive": {"$ref": "#/components/schemas/Node"},
    "anything": {},
}
NODE = {
    "type": "object",
    "properties": {"a": {"$ref": "#/components/schemas/Node"}, "b": {"type": "integer"}},
}

FRACTIONS = [0.5, 2.5]  # numbers such as 1.0 are among the known differences
FORMATTED = ["2026-02-28", "2026-02-30", "6f1ed002-ab5d-4b2e-9c3f-6d2a1b5c8e90"]
SCALARS = st.none() | st.booleans() | st.integers(-5, 12) | st.text("abcd-1", max_size=4)
VALUES = st.recursive(
    SCALARS | st.sampled_from(FRACTIONS) | st.sampled_from(FORMATTED),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)

DIFFERENT = [
    ("integer", b"2.0", "a number without a fraction is an integer, as JSON Schema says since its draft 6"),
    ("one", b"2.0", "the same, seen by oneOf"),
]
"""Schema and body that the judges read differently, and why ours reads it so."""


def document(schema: Any) -> Any:
    content = {"application/json": {"schema": schema}}
    parameter = {"name": "p", "in": "query", "schema": schema}
    node = {"parameters": [parameter], "responses": {"200": {"description": "", "content": content}}}
    tree = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/x": {"get": node}}}
    return from_tree({**tree, "components": {"schemas": {"Node": NODE}}})


JUDGES = {
    name: (compile_contract(document(schema)).operations[0], SecondOpinion(document(schema)))
    for name, schema in SCHEMAS.items()
}
ASKED = Request("GET", "/x")


@pytest.mark.parametrize("name", SCHEMAS)
@given(value=VALUES)
def test_both_judges_agree_on_a_response(name: str, value: Any) -> None:
    operation, opinion = JUDGES[name]
    response = Response(200, (("content-type", "application/json"),), orjson.dumps(value))
    assert bool(operation.judge(response)) == bool(opinion.on_response(ASKED, response))


@pytest.mark.parametrize(("name", "body", "reason"), DIFFERENT)
def test_every_known_difference_is_one_still(name: str, body: bytes, reason: str) -> None:
    operation, opinion = JUDGES[name]
    response = Response(200, (("content-type", "application/json"),), body)
    assert bool(operation.judge(response)) != bool(opinion.on_response(ASKED, response)), reason


def only_python_reads(text: str) -> bool:
    """Whether a text is a number for Python and none in JSON: `01`, `1.`, `.5`. Ours takes JSON's."""
    try:
        float(text)
    except ValueError:
        return False
    return not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", text)


@pytest.mark.parametrize("name", ["integer", "number", "text", "date", "uuid", "all"])
@given(
    text=st.text("abc-0123456789.", min_size=1, max_size=6)
    | st.sampled_from(["2026-02-28", "2026-02-30", "true"])
)
def test_both_judges_agree_on_a_parameter(name: str, text: str) -> None:
    assume(not only_python_reads(text))
    operation, opinion = JUDGES[name]
    request = Request("GET", "/x", f"p={text}")
    assert bool(operation.read(request, {}).violations) == bool(opinion.on_request(request))
