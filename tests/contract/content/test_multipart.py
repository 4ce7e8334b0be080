from typing import Any

import pytest

from vertrag.contract.content.bodies import MediaType, compile_body
from vertrag.contract.content.multipart import parsed
from vertrag.contract.loading.document import from_tree
from vertrag.contract.reading.wire import MOST_PARTS, Undecodable
from vertrag.contract.schema.schemas import Schemas

MEMBERS: dict[str, Any] = {
    "n": {"type": "integer"},
    "meta": {"type": "object", "properties": {"a": {"type": "integer"}}},
    "file": {"type": "string", "format": "binary", "maxLength": 4},
    "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
    "rows": {"type": "array", "items": {"type": "object", "required": ["a"]}},
    "any": {},
}
SCHEMA = {"type": "object", "properties": MEMBERS}


def media_type(encoding: Any = None, schema: Any = SCHEMA, name: str = "multipart/form-data") -> MediaType:
    content = {name: {"schema": schema, "encoding": encoding or {}}}
    tree = {"openapi": "3.1.0", "paths": {"/": {"post": {"requestBody": {"content": content}}}}}
    place = "/paths/~1/post/requestBody/content"
    return compile_body(Schemas(from_tree(tree)), content, place, "request").media_types[0]


def part(name: str, content: bytes, content_type: str = "", *more: str) -> bytes:
    lines = [f'Content-Disposition: form-data; name="{name}"', *more]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    return "\r\n".join(["--b", *lines, "", ""]).encode() + content + b"\r\n"


def read(*parts: bytes, made: MediaType | None = None, kind: str = "form-data") -> Any:
    return (made or media_type()).read(b"".join(parts) + b"--b--\r\n", f"multipart/{kind}; boundary=b")


def test_parts_are_read_by_their_schemas() -> None:
    value, violations = read(
        part("n", b"5"),
        part("meta", b'{"a": 1}'),
        part("file", b"\x89PNG", "image/png", "X-Other: 1"),
        part("files", b"one"),
        part("files", b"two", "text/plain"),
        part("rows", b'{"a": 1}', "application/json"),
        part("any", b"\xff"),
    )
    assert value == {
        "n": 5,
        "meta": {"a": 1},
        "file": "\x89PNG",
        "files": ["one", "two"],
        "rows": [{"a": 1}],
        "any": "\xff",
    }
    assert violations == []


@pytest.mark.parametrize(
    ("sent", "pointer", "rule"),
    [
        (part("n", b"five"), "/n", "type"),
        (part("n", b"5") + part("n", b"6"), "/n", "type"),
        (part("meta", b"{", "application/json"), "/meta", "malformed"),
        (part("meta", b"no json"), "/meta", "type"),
        (part("file", b"12345"), "/file", "maxLength"),
        (part("rows", b"{}"), "/rows/0", "required"),
    ],
)
def test_every_part_is_judged(sent: bytes, pointer: str, rule: str) -> None:
    _, violations = read(sent)
    assert (pointer, rule) in [(violation.pointer, violation.rule) for violation in violations]


def test_a_list_may_come_as_one_part_of_json() -> None:
    value, _ = read(part("rows", b'[{"a": 1}, {"a": 2}]', "application/json"))
    assert value["rows"] == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("content_type", "violations"),
    [
        ("image/png", []),
        ("IMAGE/JPEG; q=1", []),
        ("", []),
        ("text/plain", ["body /file: the part is sent as 'text/plain', expected image/*, x/y"]),
    ],
)
def test_the_content_type_of_a_part_is_a_declared_one(content_type: str, violations: list[str]) -> None:
    made = media_type({"file": {"contentType": "image/*, x/y"}})
    assert [str(each) for each in read(part("file", b"x", content_type), made=made)[1]] == violations


@pytest.mark.parametrize(
    ("header", "messages"),
    [
        (["X-Size: 5"], []),
        (["X-Size: big"], ['the header X-Size of the part "big" is not of type "integer"']),
        ([], ["the header X-Size of the part is required and missing"]),
    ],
)
def test_the_headers_of_a_part_are_judged(header: list[str], messages: list[str]) -> None:
    described = {"X-Size": {"required": True, "schema": {"type": "integer"}}}
    made = media_type({"file": {"headers": described}})
    _, violations = read(part("file", b"x", "", *header), made=made)
    assert [violation.message for violation in violations] == messages


def test_an_encoding_makes_json_of_a_part_without_a_type() -> None:
    made = media_type({"any": {"contentType": "application/json"}})
    assert read(part("any", b"[1]"), made=made)[0] == {"any": [1]}


def test_parts_of_a_mixed_body_may_be_told_by_their_order() -> None:
    made = media_type({}, {"type": "array", "items": {"type": "object"}}, "multipart/mixed")
    body = b'--b\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n--b\r\n\r\n{}\r\n'
    assert read(body, made=made, kind="mixed") == ([{"a": 1}, {}], [])


@pytest.mark.parametrize(
    ("content", "boundary"),
    [
        (b"", "b"),
        (b"no multipart", "b"),
        (part("n", b"5"), "b"),
        (part("n", b"5") + b"--b--", ""),
        (part("n", b"5") + b"--b--", "c"),
        (b"--b\r\nbroken header\r\n\r\nx\r\n--b--", "b"),
        (b"--b\r\n\r\n\r\n" * (MOST_PARTS + 1) + b"--b--", "b"),
    ],
    ids=["empty", "other", "open", "no boundary", "other boundary", "header", "endless"],
)
def test_what_is_no_multipart_body_is_refused(content: bytes, boundary: str) -> None:
    with pytest.raises(Undecodable):
        parsed(content, boundary)


@pytest.mark.parametrize("content", [b"--b--\r\n", b"--b\r\n--b--\r\n", b"--b\r\n--b--"])
def test_a_form_of_which_nothing_is_sent_has_no_parts(content: bytes) -> None:
    assert parsed(content, "b") == []


def test_a_part_of_a_form_has_a_name() -> None:
    (violation,) = read(b"--b\r\n\r\nx\r\n")[1]
    assert violation.message == "its part 1 has no name"


def test_what_a_parser_stumbles_over_is_a_verdict_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    broken = b'--b\r\nContent-Disposition: form-data; name="n"\rx\r\n\r\n1\r\n'
    _, violations = read(broken)
    assert (violations != [], caplog.text) == (True, "")
