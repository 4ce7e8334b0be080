from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.schemas import Schemas
from vertrag.lint.rules.contradictions import contradictions

REFERENCE = {"$ref": "#/components/schemas/A"}
NEVER = {"type": "integer", "minimum": 2, "maximum": 1}


@pytest.mark.parametrize(
    ("schema", "places"),
    [
        (NEVER, [""]),
        ({"properties": {"a": NEVER, "b": {"type": "string"}}}, ["/properties/a"]),
        ({"properties": {"default": {"$ref": "#/components/schemas/A"}, "b": NEVER}}, ["/properties/b"]),
        ({"$ref": "#/components/schemas/A", "minimum": 3}, []),
        ({"type": "nothing"}, []),
        ({"type": "string", "not": REFERENCE}, []),
        ({"type": "object", "allOf": [REFERENCE], "unevaluatedProperties": False, "required": ["a"]}, []),
        ({"type": "array", "contains": REFERENCE, "minItems": 3, "maxContains": 1}, []),
        ({"type": "string", "oneOf": [REFERENCE, REFERENCE]}, []),
    ],
)
def test_the_parts_that_admit_nothing_are_named(schema: dict[str, Any], places: list[str]) -> None:
    tree = {"openapi": "3.1.0", "components": {"schemas": {"A": {"maximum": 2}, "S": schema}}}
    assert list(contradictions(Schemas(from_tree(tree)), "/components/schemas/S")) == places
