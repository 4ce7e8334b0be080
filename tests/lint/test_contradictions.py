from typing import Any

import pytest

from vertrag.contract.document import from_tree
from vertrag.contract.schemas import Schemas
from vertrag.lint.contradictions import contradictions

NEVER = {"type": "integer", "minimum": 2, "maximum": 1}


@pytest.mark.parametrize(
    ("schema", "places"),
    [
        (NEVER, [""]),
        ({"properties": {"a": NEVER, "b": {"type": "string"}}}, ["/properties/a"]),
        ({"properties": {"default": {"$ref": "#/components/schemas/A"}, "b": NEVER}}, ["/properties/b"]),
        ({"$ref": "#/components/schemas/A", "minimum": 3}, []),
        ({"type": "nothing"}, []),
    ],
)
def test_the_parts_that_admit_nothing_are_named(schema: dict[str, Any], places: list[str]) -> None:
    tree = {"openapi": "3.1.0", "components": {"schemas": {"A": {"maximum": 2}, "S": schema}}}
    assert list(contradictions(Schemas(from_tree(tree)), "/components/schemas/S")) == places
