from typing import Any

import pytest

from vertrag.contract.content.sequences import Sequences, events, judges_items, with_whole_schema
from vertrag.contract.loading.document import from_tree
from vertrag.contract.reading.wire import Undecodable

DOCUMENT = from_tree({"openapi": "3.2.0"})
OBJECT: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "integer"}}}
EVENT: dict[str, Any] = {"type": "object", "properties": {"data": {"type": "string"}}}
STREAM = b'event: tick\ndata: {"a":\ndata: 1}\nid: 7\n\n: comment\n\ndata: 2\nretry: 10\n\n'


def read(essence: str, content: bytes, node: Any) -> Any:
    return Sequences(DOCUMENT, essence, node).decode(content, "")[0]


def test_the_schema_of_items_makes_one_of_the_whole_where_there_are_items() -> None:
    node = {"itemSchema": OBJECT}
    assert with_whole_schema("application/jsonl; a=b", node)["schema"] == {"type": "array", "items": OBJECT}
    assert with_whole_schema("application/json", node) is node
    both = with_whole_schema("application/jsonl", {**node, "schema": {"minItems": 3}})["schema"]
    assert both == {"allOf": [{"type": "array", "items": OBJECT}, {"minItems": 3}]}
    assert with_whole_schema("application/jsonl", {**node, "schema": {}})["schema"]["items"] == OBJECT


@pytest.mark.parametrize(
    ("essence", "content"),
    [
        ("application/x-ndjson", b'{"a":1}\n{"a":2}\n'),
        ("application/jsonl", b'{"a":1}\r\n\r\n{"a":2}'),
        ("application/json-seq", b'\x1e{"a":1}\n\x1e{"a":2}\n'),
        ("text/event-stream", b'data: {"a":1}\n\ndata: {"a":2}\n\n'),
    ],
)
def test_the_items_of_a_sequence_are_read(essence: str, content: bytes) -> None:
    assert read(essence, content, {"itemSchema": OBJECT}) == [{"a": 1}, {"a": 2}]


def test_events_have_fields() -> None:
    assert list(events(STREAM)) == [
        {"event": "tick", "data": '{"a":\n1}', "id": "7"},
        {"data": "2", "retry": 10},
    ]


def test_an_event_is_read_as_a_whole_where_the_schema_knows_its_data() -> None:
    assert read("text/event-stream", b"data: x\n\n", {"itemSchema": EVENT}) == [{"data": "x"}]


def test_a_text_schema_of_old_documents_means_the_whole_stream() -> None:
    assert read("text/event-stream", b"data: x\n\n", {"schema": {"type": "string"}}) == "data: x\n\n"


@pytest.mark.parametrize(
    ("essence", "node", "expected"),
    [
        ("application/x-ndjson", {"itemSchema": OBJECT}, True),
        ("application/x-ndjson", {"schema": OBJECT}, True),
        ("application/x-ndjson", {"schema": {"type": "array"}}, False),
        ("text/event-stream", {"schema": {"type": "string"}}, False),
        ("application/json", {"schema": OBJECT}, False),
    ],
)
def test_a_schema_speaks_of_each_item_or_of_all(essence: str, node: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert judges_items(DOCUMENT, essence, node) is expected


def test_an_item_that_is_no_json_is_named() -> None:
    with pytest.raises(Undecodable) as caught:
        read("application/x-ndjson", b"1\n{", {})
    assert caught.value.pointer == "/1"
