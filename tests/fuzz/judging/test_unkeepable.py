from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.fuzz.judging.unkeepable import has_possible_body

TEXT: dict[str, Any] = {"type": "string"}
NOTHING: dict[str, Any] = {"oneOf": [TEXT, {**TEXT, "default": "other"}]}


@pytest.mark.parametrize(
    ("content", "is_possible"),
    [
        ({}, True),
        ({"application/json": {}}, True),
        ({"application/json": {"schema": TEXT}}, True),
        ({"application/json": {"schema": NOTHING}}, False),
        ({"application/json": {"schema": NOTHING}, "text/plain": {"schema": TEXT}}, True),
        ({"application/xml": {"schema": {"allOf": [NOTHING, TEXT]}}}, False),
        ({"application/json": {"schema": {"required": True}}}, True),  # which nothing can be said of
    ],
)
def test_a_body_is_possible_where_one_schema_has_a_value(content: dict[str, Any], is_possible: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    paths = {"/x": {"get": {"responses": {"4XX": {"description": "", "content": content}}}}}
    document = from_tree({"openapi": "3.1.0", "paths": paths})
    (operation,) = compile_contract(document).operations
    assert has_possible_body(document, operation, 404) is is_possible
    assert has_possible_body(document, operation, 200)
