from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.errors import DocumentError
from vertrag.invent.wording import Wording


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"nullable": True, "minimum": 1}, {"anyOf": [{"minimum": 1}, {"type": "null"}]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"$ref": "#/x", "type": "string"}, {"$ref": "#/x"}),
        ({"format": "int32", "minimum": 3}, {"format": "int32", "minimum": 3, "maximum": 2**31 - 1}),
        ({"format": "uint8"}, {"format": "uint8", "minimum": 0, "maximum": 255}),
    ],
)
def test_openapi_3_0_is_said_in_2020_12(schema: Any, said: Any) -> None:
    assert Wording(from_tree({"openapi": "3.0.3"}), "response").of(schema) == said


def test_later_versions_speak_it_already() -> None:
    schema = {"type": "string", "nullable": True}
    assert Wording(from_tree({"openapi": "3.1.0"}), "response").of(schema) is schema


def test_a_hidden_member_is_hidden_behind_a_reference_too() -> None:
    tree = {"openapi": "3.1.0", "components": {"schemas": {"Secret": {"writeOnly": True}}}}
    schema = {"properties": {"a": {"$ref": "#/components/schemas/Secret"}, "b": {}}, "required": ["a", "b"]}
    shown = Wording(from_tree(tree), "response").of(schema)
    assert shown == {"properties": {"a": False, "b": {}}, "required": ["b"]}


def test_a_reference_leads_to_a_pointer_or_an_anchor() -> None:
    node = {"$dynamicAnchor": "node", "type": "integer"}
    wording = Wording(from_tree({"openapi": "3.1.0", "components": {"schemas": {"N": node}}}), "response")
    assert wording.target("#node") is wording.target("#/components/schemas/N") is node
    with pytest.raises(DocumentError, match="anchor 'nobody'"):
        wording.target("#nobody")
