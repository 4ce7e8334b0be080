from vertrag.contract.document import from_tree
from vertrag.serve.examples import written_examples

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


def test_null_is_an_example() -> None:
    assert list(written_examples(DOCUMENT, {"example": None})) == [None]
