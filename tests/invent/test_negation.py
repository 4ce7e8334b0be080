from typing import Any

import jsonschema_rs
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.invent.negation import negations
from vertrag.invent.values import invent

DOCUMENT = from_tree({"openapi": "3.1.0"})


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string"},
        {"type": ["integer", "null"]},
        {"required": ["a", "b"]},
        {"properties": {"a": {"type": "string"}}},
        {"minimum": 3},
        {"exclusiveMaximum": 3},
        {"minLength": 4},
        {"maxLength": 4},
        {"minItems": 1},
        {"maxItems": 1},
        {"minProperties": 1},
        {"maxProperties": 1},
        {"items": {"type": "string"}},
        {"contains": {"type": "string"}},
        {"uniqueItems": True},
        {"additionalProperties": False},
        {"anyOf": [{"type": "string"}, {"minimum": 3}]},
        {"oneOf": [{"minimum": 3}, {"minimum": 5}]},
        {"allOf": [{"type": "string"}, {"minLength": 3}]},
        {"not": {"type": "string"}},
    ],
    ids=repr,
)
def test_every_negation_breaks_the_schema(schema: Any) -> None:
    judge = jsonschema_rs.Draft202012Validator(schema)
    found = list(negations(schema))
    assert found
    for negation in found:
        assert not judge.is_valid(invent(DOCUMENT, negation)), negation


def test_nothing_breaks_what_allows_everything() -> None:
    assert list(negations({})) == []
    assert list(negations({"not": {"type": "null"}})) == [{"type": "null"}]
