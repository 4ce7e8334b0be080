"""Several judges, one document: where ours, openapi-core, Schemathesis and Connexion's validators differ, the
reason is known and written here.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import httpx
import orjson
import pytest
import schemathesis
from connexion.json_schema import Draft4RequestValidator, Draft4ResponseValidator
from connexion.validators.parameter import ParameterValidator
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from schemathesis.config import SchemathesisConfig

from vertrag.contract.loading.document import from_tree
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


def of_schemathesis(schema: Any) -> Callable[[bytes], bool]:
    config = SchemathesisConfig.from_dict({"cache": {"enabled": False}})
    operation = schemathesis.openapi.from_dict(dict(document(schema).tree), config=config)["/x"]["GET"]

    def objects(body: bytes) -> bool:
        asked = httpx.Request("GET", "http://h/x")
        response = httpx.Response(
            200, headers={"content-type": "application/json"}, content=body, request=asked
        )
        response.elapsed = timedelta(0)
        return not operation.is_valid_response(response)

    return objects


def of_connexion(schema: Any) -> Callable[[bytes], bool]:
    # What its JSON validators do with a body once it is read; both directions, since they share their rules.
    checker = Draft4Validator.FORMAT_CHECKER
    judges = [
        validator(schema, format_checker=checker)
        for validator in (Draft4RequestValidator, Draft4ResponseValidator)
    ]
    return lambda body: any(not judge.is_valid(orjson.loads(body)) for judge in judges)


PEERS: dict[str, Callable[[Any], Callable[[bytes], bool]]] = {
    "Schemathesis": of_schemathesis,
    "Connexion": of_connexion,
}

NULL = "a null is allowed only where the enumeration lists it too (OAS 3.0.3, clarification of nullable)"
UNCHECKED = "draft 4 knows no such format, so Connexion takes every text; OAS 3.0 names it"
PEERS_DIFFER = [
    ("Schemathesis", "nullable enumeration", b"null", NULL),
    ("Connexion", "nullable enumeration", b"null", NULL),
    ("Connexion", "date", b'"2026-02-30"', UNCHECKED),
    ("Connexion", "uuid", b'"a"', UNCHECKED),
    ("Connexion", "integer", b"2.0", "draft 4 takes no number with a point for an integer"),
]
"""Peer, schema and body that are read differently, and why ours reads it so."""


def is_known(peer: str, name: str, value: Any) -> bool:
    if name == "nullable enumeration":
        return value is None
    return peer == "Connexion" and name in ("date", "uuid") and isinstance(value, str)


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("peer", PEERS)
@settings(max_examples=20)
@given(data=st.data())
def test_the_peers_agree_with_us_on_a_response(peer: str, name: str, data: st.DataObject) -> None:
    if peer == "Connexion" and name == "recursive":
        pytest.skip("it resolves references before it validates, which a recursion does not survive")
    value = data.draw(VALUES.filter(lambda value: not is_known(peer, name, value)))
    body = orjson.dumps(value)
    response = Response(200, (("content-type", "application/json"),), body)
    assert bool(JUDGES[name][0].judge(response)) == objections(peer, name)(body)


@cache
def objections(peer: str, name: str) -> Callable[[bytes], bool]:
    return PEERS[peer](SCHEMAS[name])


@pytest.mark.parametrize(("peer", "name", "body", "reason"), PEERS_DIFFER)
def test_every_known_difference_from_a_peer_is_one_still(
    peer: str, name: str, body: bytes, reason: str
) -> None:
    response = Response(200, (("content-type", "application/json"),), body)
    assert bool(JUDGES[name][0].judge(response)) != objections(peer, name)(body), reason


def test_connexions_parameters_are_read_with_the_same_rules() -> None:
    limit = {"name": "p", "in": "query", "schema": SCHEMAS["integer"]}
    for text in ("2", "3", "12", "-2"):
        ours = JUDGES["integer"][0].read(Request("GET", "/x", f"p={text}"), {}).violations
        assert bool(ours) == bool(ParameterValidator.validate_parameter("query", int(text), limit))
