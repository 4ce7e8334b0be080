"""Writes the body of a sample request as words for curl, for every kind of media type."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from vertrag.contract.content.bodies import MediaType
from vertrag.contract.content.form_writing import with_boundary
from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.content.sequences import with_whole_schema
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import Operation
from vertrag.serve.composing.encoding import percent_encoded, plain_text
from vertrag.serve.showing.suggestions import suggestions
from vertrag.serve.showing.ways_in import TOKEN

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

# What is sent where the document names a range of media types only.
_OF_RANGE = {"*/*": "application/octet-stream", "application/*": "application/octet-stream"}
_SMALL_FILE = "Beispiel"


@dataclass(frozen=True, slots=True)
class SampleBody:
    """A body: its Content-Type where curl does not set it, and curl's options with their texts."""

    content_type: str = ""
    options: tuple[tuple[str, str], ...] = ()


NO_BODY = SampleBody()


def sample_body(document: Document, operation: Operation) -> SampleBody:
    """The body of a request to the operation; `NO_BODY` where none is described or none can be made."""
    # RFC 9110 §9.3.2: a body means nothing in a request for headers, and curl sends none.
    if operation.body is None or operation.method == "HEAD":
        return NO_BODY
    content = document.resolve(operation.node.get("requestBody"))["content"]
    for media_type in sorted(operation.body.media_types, key=_preference):
        node = document.resolve(content[media_type.name])
        node = with_whole_schema(media_type.name, node) if isinstance(node, Mapping) else {}
        for value in _valid_first(media_type, suggestions(document, node)):
            written = _written(document, media_type, node, value)
            if written.options:  # a multipart body without a part cannot be said
                return written
    for media_type in operation.body.media_types:
        return _makeshift(media_type.name)
    return NO_BODY


def _makeshift(media_type: str) -> SampleBody:
    """A body of the right form where no value is found."""
    essence = essence_of(media_type)
    if essence == MULTIPART:
        return SampleBody("", (("-F", f'file="{_SMALL_FILE}";filename=example;type=text/plain'),))
    return _text_body(media_type, "{}" if is_json(essence) else _SMALL_FILE)


def _preference(media_type: MediaType) -> int:
    essence = essence_of(media_type.name)
    order = (is_json(essence), essence == FORM, essence == MULTIPART, essence.startswith("text/"))
    return order.index(True) if True in order else len(order) + essence.count("*")


def _valid_first(media_type: MediaType, values: Iterator[Any]) -> Iterator[Any]:
    """The values that the contract accepts, then the first of the others."""
    refused: list[Any] = []
    for value in values:
        if any(True for _ in media_type.judge(value)):
            refused.append(value)
        else:
            yield value
    yield from refused[:1]


def _written(document: Document, media_type: MediaType, node: Any, value: Any) -> SampleBody:
    essence = essence_of(media_type.name)
    value = _with_credentials(document, node, value)
    if is_json(essence):
        return _text_body(media_type.name, json.dumps(value, ensure_ascii=False))
    if isinstance(value, Mapping) and essence == FORM:
        texts = [f"{percent_encoded(name)}={text}" for name, text in _members(media_type, value)]
        return SampleBody("", tuple(("--data-urlencode", text) for text in texts) or (("-d", ""),))
    if essence == MULTIPART:
        parts, members = _Parts(document, node), value if isinstance(value, Mapping) else {}
        return SampleBody("", tuple(parts.option(name, each) for name, each in _parts(members)))
    if media_type.encode is not None and not (isinstance(value, str) and media_type.is_sent(value)):
        return _text_body(with_boundary(media_type.name), media_type.encode(value).decode())
    return _text_body(media_type.name, plain_text(value))


def _text_body(media_type: str, text: str) -> SampleBody:
    content_type = _OF_RANGE.get(essence_of(media_type), media_type).replace("*", "plain")
    # curl takes what follows an @ for the name of a file.
    return SampleBody(content_type, (("--data-raw" if text.startswith("@") else "-d", text),))


def _with_credentials(document: Document, node: Any, value: Any) -> Any:
    """The value with a token in each member marked `x-credential: true`: no example proves anything."""
    schema = document.resolve(node.get("schema"))
    members = schema.get("properties") if isinstance(schema, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(members, Mapping):
        return value
    return {
        name: TOKEN if _says(document, members.get(name), "x-credential", wanted=True) else each
        for name, each in value.items()
    }


def _says(document: Document, schema: Any, keyword: str, wanted: Any) -> bool:
    schema = document.resolve(schema)
    return isinstance(schema, Mapping) and schema.get(keyword) == wanted


def _parts(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Names and values, an array as several of the same name (OAS 3.0 §4.7.14.3)."""
    for name, each in value.items():
        for item in each if isinstance(each, list) else [each]:
            yield str(name), item


def _members(media_type: MediaType, value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and texts of a form: objects as JSON where that is read, else by names with brackets."""
    plain = [(name, plain_text(each)) for name, each in _parts(value)]
    is_read = not media_type.read(urlencode(plain).encode())[1]
    return plain if is_read else list(_bracketed("", value))


def _bracketed(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _bracketed(f"{name}[{key}]" if name else str(key), each)
    elif isinstance(value, list):
        is_flat = not any(isinstance(each, Mapping | list) for each in value)
        for index, each in enumerate(value):
            yield from _bracketed(name if is_flat else f"{name}[{index}]", each)
    else:
        yield name, plain_text(value)


class _Parts:
    """The parts of one multipart body."""

    def __init__(self, document: Document, node: Any) -> None:
        self._document = document
        schema = document.resolve(node.get("schema"))
        members = schema.get("properties") if isinstance(schema, Mapping) else None
        self._members = members if isinstance(members, Mapping) else {}
        self._encoding = node.get("encoding") if isinstance(node.get("encoding"), Mapping) else {}

    def option(self, name: str, value: Any) -> tuple[str, str]:
        """The part as curl's option and its text."""
        media_type = self._media_type(name, value)
        text = f'{name}="{_quoted(plain_text(value))}"' if media_type else f"{name}={plain_text(value)}"
        if self._is_file(name):
            # The content stands in the command, so that no file need exist where it is pasted.
            media_type = media_type or "application/octet-stream"
            text = f'{name}="{_quoted(plain_text(value))}";filename=example'
        if media_type:
            return "-F", f"{text};type={media_type}"
        # curl reads more than text out of -F where these stand; --form-string takes every text as it is.
        special = any(character in plain_text(value) for character in '@<;"')
        return ("--form-string" if special else "-F"), text

    def _media_type(self, name: str, value: Any) -> str:
        described = self._encoding.get(name)
        stated = described.get("contentType") if isinstance(described, Mapping) else None
        if isinstance(stated, str) and "*" not in stated:
            return stated.partition(",")[0].strip()
        return "application/json" if isinstance(value, Mapping | list) else ""

    def _is_file(self, name: str) -> bool:
        member = self._document.resolve(self._members.get(name))
        if isinstance(member, Mapping) and "items" in member:
            member = self._document.resolve(member["items"])
        return _says(self._document, member, "format", wanted="binary") or (
            isinstance(member, Mapping) and "contentMediaType" in member
        )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
