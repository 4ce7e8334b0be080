from typing import Any

import pytest

from vertrag.contract.content.encoders import encoder
from vertrag.contract.content.markup import Markup
from vertrag.contract.loading.document import from_tree

DOCUMENT = from_tree({"openapi": "3.2.0"})
STRINGS = {"type": "array", "items": {"type": "string"}}
PERSON: dict[str, Any] = {
    "type": "object",
    "xml": {"name": "person"},
    "properties": {
        "id": {"type": "integer", "xml": {"attribute": True}},
        "name": {
            "type": "string",
            "xml": {"name": "fullName", "namespace": "http://example.com", "prefix": "x"},
        },
        "tags": STRINGS,
        "phones": {
            "type": "array",
            "xml": {"wrapped": True, "name": "phoneList"},
            "items": {"type": "string", "xml": {"name": "phone"}},
        },
        "gone": {"type": ["string", "null"]},
        "boss": {"type": "object", "properties": {"fit": {"type": "boolean"}}},
    },
}


def write(name: str, value: Any, schema: Any = None) -> str:
    encode = encoder(DOCUMENT, name, {"schema": schema or {}})
    assert encode is not None
    return encode(value).decode()


def test_xml_is_written_by_its_hints() -> None:
    value = {"id": 7, "name": "A & B", "tags": ["a", "b"], "phones": ["1"]}
    assert write("application/xml", value, PERSON) == (
        '<?xml version="1.0" encoding="UTF-8"?><person id="7">'
        '<x:fullName xmlns:x="http://example.com">A &amp; B</x:fullName>'
        "<tags>a</tags><tags>b</tags><phoneList><phone>1</phone></phoneList></person>"
    )


@pytest.mark.parametrize(
    "value",
    [
        {"id": 7, "name": "<A>", "tags": ["a", ""], "phones": [], "gone": None, "boss": {"fit": True}},
        {"tags": [], "name": ' "quoted" ', "boss": {}},
    ],
)
def test_what_is_written_is_read_back(value: Any) -> None:
    written = write("application/xml", value, PERSON).encode()
    assert Markup(DOCUMENT, PERSON).decode(written, "") == (value, [])


@pytest.mark.parametrize(
    "value", [{"a b": "\x00"}, {"1": "\ud800"}, {"": "x", "r³": 1, "³": 2}, [1, [2]], None, "text", 1.5]
)
def test_any_value_is_written_as_well_formed_xml(value: Any) -> None:
    assert Markup(DOCUMENT, {}).decode(write("text/xml", value).encode(), "")[1] == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("application/x-ndjson", [{"a": 1}, {"a": 2}], '{"a":1}\n{"a":2}\n'),
        ("application/jsonl", {"a": 1}, '{"a":1}\n'),
        ("application/json-seq", [1, 2], "\x1e1\n\x1e2\n"),
        ("text/event-stream", [{"a": 1}], 'data: {"a":1}\n\n'),
        (
            "text/event-stream",
            {"event": "e", "id": "7", "data": "x\ny"},
            "event: e\nid: 7\ndata: x\ndata: y\n\n",
        ),
    ],
)
def test_sequences_are_written_item_by_item(name: str, value: Any, expected: str) -> None:
    assert write(name, value) == expected


@pytest.mark.parametrize("name", ["application/json", "text/plain", "image/png"])
def test_other_media_types_are_written_as_everywhere(name: str) -> None:
    assert encoder(DOCUMENT, name, {}) is None


def test_a_whole_number_is_written_without_a_fraction() -> None:
    assert write("application/xml", 7.0).endswith("<root>7</root>")
