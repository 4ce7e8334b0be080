from typing import Any

import pytest

from vertrag.contract.content.decoders import decoder
from vertrag.contract.loading.document import from_tree
from vertrag.contract.reading.wire import Undecodable

DOCUMENT = from_tree({"openapi": "3.0.3"})


def read(name: str, content: bytes, content_type: str = "", schema: Any = None) -> Any:
    return decoder(DOCUMENT, name, {"schema": schema or {}})(content, content_type or name)[0]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("application/json", b'{"a":1}', {"a": 1}),
        ("application/json", b'\xef\xbb\xbf{"a":1}', {"a": 1}),
        ("application/problem+json; charset=utf-8", b"1", 1),
        ("text/csv", b"a,b", "a,b"),
        ("application/xml", b"<r><a>1</a></r>", {"a": "1"}),
        ("image/svg+xml", b"<r/>", ""),
        ("application/x-www-form-urlencoded", b"a=1", {"a": "1"}),
        ("application/x-ndjson", b"1\n2", [1, 2]),
        ("application/octet-stream", b"\xff", "\xff"),
    ],
)
def test_the_media_type_chooses_the_decoder(name: str, content: bytes, expected: Any) -> None:
    assert read(name, content) == expected


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("text/plain; charset=iso-8859-1", b"\xe4"),
        ('text/plain; charset="UTF-8"', b"\xc3\xa4"),
        ("text/plain", b"\xc3\xa4"),
        ("text/plain; charset=utf-16", "\xe4".encode("utf-16")),
    ],
)
def test_a_text_is_read_in_its_charset(content_type: str, content: bytes) -> None:
    assert read("text/plain", content, content_type) == "\xe4"


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("text/plain", b"\xe4"),
        ("text/plain; charset=klingon", b"a"),
        ("text/plain; charset=hex", b"61"),  # a codec of Python, and no charset
        ("application/json", '{"a":1}'.encode("utf-16")),  # RFC 8259 §8.1: UTF-8 only
        ("application/json; charset=iso-8859-1", b'"\xe4"'),
    ],
)
def test_what_is_not_in_its_charset_is_refused(content_type: str, content: bytes) -> None:
    with pytest.raises(Undecodable):
        read(content_type, content, content_type)


@pytest.mark.parametrize("name", ["application/yaml", "text/x-yaml; charset=utf-8"])
def test_yaml_is_read_where_its_schema_wants_more_than_a_text(name: str) -> None:
    assert read(name, "a: [1, ü]".encode(), schema={"type": "object"}) == {"a": [1, "ü"]}
    assert read(name, b"a: 1", schema={"type": "string"}) == "a: 1"
    with pytest.raises(Undecodable, match="is no YAML"):
        read(name, b"a: [", schema={"type": "object"})


def test_a_text_becomes_what_its_schema_says() -> None:
    assert read("text/plain", b"5", schema={"type": "integer"}) == 5
