from typing import Any

import pytest

from vertrag.contract.content.markup import Markup
from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.schemas import Schemas
from vertrag.serve.showing.loose_lists import ADDED, loosened

TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
ROWS: dict[str, Any] = {"type": "array", "items": {"type": "object"}}
WRAPPED: dict[str, Any] = {**ROWS, "xml": {"name": "row", "wrapped": True}}


def xml(member: Any, media_type: str = "application/xml") -> Any:
    schema = {"type": "object", "properties": {"list": member}}
    document = from_tree({"openapi": "3.1.0"})
    return loosened(document, media_type, {"schema": schema})["properties"]["list"]


@pytest.mark.parametrize(
    ("member", "other"),
    [(TEXTS, {"type": "string"}), (WRAPPED, {"type": "string", "maxLength": 0})],
)
def test_a_list_in_xml_takes_what_is_the_same_bytes(member: dict[str, Any], other: Any) -> None:
    rest = {key: value for key, value in member.items() if key != "type"}
    assert xml(member) == {**rest, "anyOf": [{"type": "array"}, other], ADDED: True}
    assert xml(member, "application/json") == member


@pytest.mark.parametrize(
    "member", [ROWS, {**WRAPPED, "minItems": 1}, {**TEXTS, "minItems": 2}, {"type": "string"}, True]
)
def test_other_members_of_xml_stay_as_they_are(member: Any) -> None:
    assert xml(member) == member


@pytest.mark.parametrize(
    ("member", "content", "is_valid"),
    [
        (WRAPPED, "<r><row></row></r>", True),
        (WRAPPED, "<r><row>0</row></r>", False),
        (TEXTS, "<r><list>a</list></r>", True),
    ],
)
def test_what_is_said_is_what_is_read(member: Any, content: str, is_valid: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    schema = {"type": "object", "properties": {"list": member}}
    document = from_tree({"openapi": "3.1.0", "components": {"schemas": {"A": schema}}})
    value, _ = Markup(document, schema).decode(content.encode(), "application/xml")
    validator = Schemas(document).validator("/components/schemas/A", "request")
    assert validator is not None
    assert validator.accepts(value) is is_valid
