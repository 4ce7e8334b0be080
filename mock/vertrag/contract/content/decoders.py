"""Chooses how the bytes of a media type become the value that its schema judges."""

import codecs
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import orjson

from vertrag.contract.content.forms import Form
from vertrag.contract.content.markup import Markup
from vertrag.contract.content.media import FORM, YAML, essence_of, is_json, is_xml
from vertrag.contract.content.multipart import Multipart, Parts
from vertrag.contract.content.sequences import LINES, Sequences
from vertrag.contract.loading.document import Document
from vertrag.contract.loading.notation import parse
from vertrag.contract.reading.wire import Undecodable, header_parameters
from vertrag.contract.schema.extent import DEEPEST, is_too_deep
from vertrag.contract.schema.shapes import Shape, shape_of
from vertrag.contract.violations import Violation
from vertrag.errors import DocumentError
from vertrag.serialization import from_json

Decode = Callable[[bytes, str], tuple[Any, Sequence[Violation]]]
"""From bytes and the Content-Type that they came with to a value, and what is wrong with its form.

Raises `Undecodable` where there is no value.
"""


def decoder(document: Document, name: str, node: Any, headers: Parts | None = None) -> Decode:
    """The decoder of a Media Type Object; `headers` judge the headers of each part of a multipart body."""
    node = document.resolve(node)
    node = node if isinstance(node, Mapping) else {}
    essence, schema = essence_of(name), node.get("schema")
    if is_json(essence):
        return _json
    if essence in LINES:
        return Sequences(document, essence, node).decode
    if is_xml(essence):
        return Markup(document, schema).decode
    if essence == FORM:
        return _when_needed(lambda: Form(document, schema, node.get("encoding")).decode)
    if essence.startswith("multipart/"):
        return _when_needed(lambda: Multipart(document, essence, node, _part_decoder, headers or {}).decode)
    shape = shape_of(document, schema, deepest=0)
    if essence in YAML and shape.types and "string" not in shape.types:
        return _yaml
    return _text_decoder(shape) if essence.startswith("text/") else _opaque


def _when_needed(make: Callable[[], Decode]) -> Decode:
    """A decoder that is made for the first body: it reads all of a schema, and most are never sent."""
    made = cache(make)
    return lambda content, content_type: made()(content, content_type)


def _part_decoder(document: Document, name: str, schema: Any) -> Decode:
    return decoder(document, name, {} if schema is None else {"schema": schema})


def _json(content: bytes, _: str) -> tuple[Any, Sequence[Violation]]:
    try:
        value = from_json(content)
    except orjson.JSONDecodeError as error:
        if content.startswith(codecs.BOM_UTF8):  # RFC 8259 §8.1: a parser may ignore it
            return _json(content.removeprefix(codecs.BOM_UTF8), "")
        raise Undecodable(f"is no JSON: {error}") from None
    if content.count(b"[") + content.count(b"{") > DEEPEST and is_too_deep(value):
        raise Undecodable(f"is nested more than {DEEPEST} levels deep")
    return value, ()


def _yaml(content: bytes, _: str) -> tuple[Any, Sequence[Violation]]:
    try:
        return parse(content, "the body"), ()
    except DocumentError as error:
        raise Undecodable(f"is no YAML: {error}") from None


def _text_decoder(shape: Shape) -> Decode:
    """Texts; of an object or a list the JSON, which no other text could say."""

    def decode(content: bytes, content_type: str) -> tuple[Any, Sequence[Violation]]:
        charset = header_parameters(content_type).get("charset", "utf-8")
        try:
            text = content.decode(charset)
        except LookupError:
            raise Undecodable(f"is in an unknown charset: {charset!r}") from None
        except (UnicodeDecodeError, ValueError):
            raise Undecodable(f"is no text in {charset.upper()}") from None
        return _json(text.encode(), "") if shape.is_structure else (shape.scalar(text), ())

    return decode


def _opaque(content: bytes, _: str) -> tuple[Any, Sequence[Violation]]:
    """Bytes as a text of as many characters, so that a length is one of bytes (OAS 3.1 §4.8.24.5)."""
    return content.decode("latin-1"), ()
