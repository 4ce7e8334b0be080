from typing import Any

import pytest

from vertrag.contract.inference.resources import infer
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.serve.resources.row_tags import RowTags

ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}


def tags(schema: dict[str, Any]) -> RowTags:
    """The tags of things whose document has this schema for an ETag."""
    body = {"application/json": {"schema": {"type": "object", "properties": {"id": {"type": "integer"}}}}}
    answer = {"description": "", "headers": {"ETag": {"schema": schema}}, "content": body}
    item = {"parameters": [ID], "get": {"responses": {"200": answer}}, "delete": {"responses": {}}}
    contract = compile_contract(from_tree({"openapi": "3.1.0", "paths": {"/things/{id}": item}}))
    (resource,) = infer(contract).by_name.values()
    return RowTags(contract.document, resource.deeds)


@pytest.mark.parametrize(
    ("schema", "length"),
    [
        ({"type": "string"}, 18),
        ({"type": "string", "pattern": '^"[0-9a-f]{12}"$'}, 14),
        ({"type": "string", "pattern": '^W/"v[0-9]{9}"$'}, 14),
        ({"type": "integer"}, 18),
    ],
)
def test_a_tag_changes_with_the_row_in_the_form_of_the_document(schema: dict[str, Any], length: int) -> None:
    made = tags(schema)
    assert made.of({"a": 1}) == made.of({"a": 1}) != made.of({"a": 2})
    assert len(made.of({"a": 1})) == length


def test_a_form_that_takes_a_number_in_quotes_gets_one() -> None:
    made = tags({"type": "string", "pattern": r'^"([0-9]+?)"$|\*'})
    assert made.of({"a": 1})[1:-1].isdecimal()
    assert made.of({"a": 1}) != made.of({"a": 2})
