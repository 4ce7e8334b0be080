from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.serve.composing.examples import said_by, written_examples

DOCUMENT = from_tree({"openapi": "3.1.0", "paths": {}, "components": {"examples": {"shared": {"value": 3}}}})


def test_examples_beside_a_schema_come_before_its_own() -> None:
    node = {
        "example": 1,
        "examples": {
            "a": {"value": 2},
            "b": {"$ref": "#/components/examples/shared"},
            "c": {"summary": "none"},
        },
        "schema": {"example": 4, "examples": [5, 6]},
    }
    assert list(written_examples(DOCUMENT, node)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("example", "values"),
    [
        ({"dataValue": {"a": 1}, "serializedValue": "a=1"}, [{"a": 1}]),
        ({"serializedValue": "a=1"}, [b"a=1"]),
        ({"value": None}, [None]),
        ({"externalValue": "https://example.com"}, []),
        (None, []),
    ],
)
def test_an_example_says_its_value_or_what_is_sent(example: Any, values: list[Any]) -> None:
    assert list(said_by(example)) == values


def test_null_is_an_example() -> None:
    assert list(written_examples(DOCUMENT, {"example": None})) == [None]
