from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.rewriting import Rewriter, graft


def rewritten(schema: Any, version: str = "3.0.3", **more: Any) -> Any:
    document = from_tree({"openapi": version, "components": {"schemas": {"S": schema}}, **more})
    return Rewriter(document, "request").rewrite()["components"]["schemas"]["S"]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"$schema": "http://json-schema.org/draft-07/schema#", "items": [{}]}, {"prefixItems": [{}]}),
        (
            {"definitions": {"a": {"type": "string", "nullable": True}}},
            {"definitions": {"a": {"type": ["string", "null"]}}},
        ),
    ],
)
def test_schemas_are_said_in_json_schema_2020(schema: Any, expected: Any) -> None:
    assert rewritten(schema) == expected


def test_one_tree_serves_both_directions_where_no_member_has_one() -> None:
    for member, same in (({}, True), ({"readOnly": True}, False)):
        schemas = {"S": {"properties": {"a": member}}}
        rewriter = Rewriter(from_tree({"openapi": "3.0.3", "components": {"schemas": schemas}}), "request")
        rewriter.rewrite()
        assert rewriter.is_the_same_for_both is same


def test_grafting_copies_what_is_on_the_way_and_leaves_the_rest() -> None:
    tree = {"a": {"b c": [1, 2]}, "d": {}}
    grafted = graft(tree, {"/a/b c/1": 3})
    assert grafted == {"a": {"b c": [1, 3]}, "d": {}}
    assert tree == {"a": {"b c": [1, 2]}, "d": {}}
    assert grafted["d"] is tree["d"]
