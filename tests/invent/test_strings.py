import json
from base64 import b16decode, b64decode
from typing import Any

import pytest

FORMATS = (
    *(
        "date",
        "date-time",
        "time",
        "duration",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
    ),
    *(
        "uri",
        "iri",
        "uri-reference",
        "iri-reference",
        "uri-template",
        "uuid",
        "byte",
        "json-pointer",
        "regex",
    ),
    *("relative-json-pointer", "password", "binary", "unheard-of"),
    *("base64url", "char", "decimal", "decimal128"),
)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_value(make: Any, name: str) -> None:
    make({"type": "string", "format": name})


@pytest.mark.parametrize(
    "name", ["email", "hostname", "uri", "uri-reference", "byte", "date-time", "time", "duration"]
)
@pytest.mark.parametrize("length", [30, 44, 120])
def test_a_format_can_be_stretched(make: Any, name: str, length: int) -> None:
    make({"type": "string", "format": name, "minLength": length, "maxLength": length + 3})


@pytest.mark.parametrize(
    ("name", "length"), [("email", 8), ("uri", 3), ("hostname", 1), ("ipv6", 3), ("uri-reference", 0)]
)
def test_a_format_can_be_brief(make: Any, name: str, length: int) -> None:
    make({"type": "string", "format": name, "maxLength": length})


def test_a_format_a_pattern_and_lengths_hold_together(make: Any) -> None:
    make(
        {"type": "string", "format": "email", "pattern": "@example[.]org$", "minLength": 12, "maxLength": 60}
    )


@pytest.mark.parametrize(("shortest", "longest"), [(0, 0), (1, 1), (5, 5), (30, 31), (5000, 5000)])
def test_plain_text_has_the_wanted_length(make: Any, shortest: int, longest: int) -> None:
    assert shortest <= len(make({"type": "string", "minLength": shortest, "maxLength": longest})) <= longest


@pytest.mark.parametrize(
    ("schema", "read"),
    [
        ({"contentEncoding": "base64"}, lambda text: b64decode(text, validate=True)),
        ({"contentMediaType": "application/json"}, json.loads),
        (
            {"contentMediaType": "a/b+json", "contentEncoding": "base64"},
            lambda text: json.loads(b64decode(text)),
        ),
        ({"contentEncoding": "base16"}, b16decode),
    ],
)
def test_a_text_holds_what_it_is_said_to_hold(make: Any, schema: Any, read: Any) -> None:
    assert read(make({"type": "string", **schema}))


@pytest.mark.parametrize("encoding", [{}, {"contentEncoding": "base64"}])
def test_a_text_holds_what_its_content_is_described_as(make: Any, encoding: Any) -> None:
    described = {"type": "object", "required": ["a"], "properties": {"a": {"const": [7]}}}
    schema = {"type": "string", "contentMediaType": "application/json", "contentSchema": described}
    text = make({**schema, **encoding})
    assert json.loads(b64decode(text) if encoding else text) == {"a": [7]}


def test_a_text_that_holds_itself_ends(make: Any) -> None:
    itself: dict[str, Any] = {"type": "string", "contentMediaType": "application/json"}
    itself |= {"contentSchema": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/S"}}}
    assert json.loads(make({"$ref": "#/components/schemas/S"}, {"S": itself}))
