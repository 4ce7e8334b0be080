"""Decodes bodies by media type and chooses the declared media type that describes one (OAS 3.0 §4.7.14)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

import orjson

from vertrag.contract.document import escape
from vertrag.contract.parameters import ANYTHING, Shape, Undecodable, query_pairs, shape_of
from vertrag.contract.schemas import Direction, Schemas, Validator
from vertrag.contract.violations import Violation, shown

NOT_JUDGED: Any = type("NotJudged", (), {"__repr__": lambda _: "NOT_JUDGED"})()
"""The decoded value of a media type whose bytes no schema describes."""

Decode = Callable[[bytes, Shape], Any]


@dataclass(frozen=True, slots=True)
class MediaType:
    """One declared media type of a body: how to decode it, and the schema that judges it."""

    name: str
    decode: Decode
    shape: Shape
    validator: Validator | None

    def read(self, content: bytes) -> tuple[Any, list[Violation]]:
        """The decoded body and what is wrong with it."""
        try:
            value = self.decode(content, self.shape)
        except Undecodable as error:
            return NOT_JUDGED, [Violation("body", "malformed", str(error), value=content[:100])]
        return value, list(self.judge(value))

    def judge(self, value: Any) -> Iterator[Violation]:
        """What is wrong with an already decoded body."""
        if value is NOT_JUDGED or self.validator is None or self.validator.accepts(value):
            return
        yield from self.validator.violations(value, "body")


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request or of one response: its media types, most specific first."""

    media_types: tuple[MediaType, ...]
    required: bool = False

    def media_type(self, content_type: str) -> MediaType | None:
        """The declared media type that describes a Content-Type header; None where none does."""
        essence = essence_of(content_type)
        for declared in self.media_types:
            if matches(declared.name, essence):
                return declared
        return None

    def read(self, content: bytes, content_type: str) -> tuple[Any, list[Violation]]:
        """The decoded body (None: no body was sent) and what is wrong with it."""
        if not content and not content_type:
            missing = Violation("body", "required", "a body is required, none was sent")
            return None, [missing] if self.required else []
        media_type = self.media_type(content_type)
        if media_type is None:
            declared = ", ".join(each.name for each in self.media_types)
            said = f"is sent as {shown(content_type)}" if content_type else "is sent without a Content-Type"
            message = f"{said}, expected {declared}"
            return NOT_JUDGED, [Violation("media type", "content", message, value=content_type)]
        if not content and not self.required and media_type.decode is not _text:
            return None, []
        return media_type.read(content)


def essence_of(content_type: str) -> str:
    """The media type without its parameters, in lower case (RFC 9110 §8.3.1)."""
    return content_type.partition(";")[0].strip().lower()


def matches(declared: str, essence: str) -> bool:
    """Whether a declared media type or range describes a media type (OAS 3.0 §4.7.14.2)."""
    wanted = essence_of(declared)
    if wanted in (essence, "*/*"):
        return bool(essence)
    return wanted.endswith("/*") and essence.startswith(wanted[:-1])


def is_json(essence: str) -> bool:
    """Whether the media type is JSON by name or by structured suffix (RFC 6839)."""
    return essence in ("application/json", "text/json") or essence.endswith("+json")


def compile_body(
    schemas: Schemas, content: Any, pointer: str, direction: Direction, *, required: bool = False
) -> Body:
    """The body described by a `content` map at a pointer."""
    described = content if isinstance(content, Mapping) else {}
    media_types = [
        _compile_media_type(schemas, name, node, f"{pointer}/{escape(name)}", direction)
        for name, node in described.items()
    ]
    # A name before a range, a range before "*/*": the most specific key wins.
    media_types.sort(key=lambda each: each.name.count("*"))
    return Body(tuple(media_types), required)


def _compile_media_type(
    schemas: Schemas, name: str, node: Any, pointer: str, direction: Direction
) -> MediaType:
    document = schemas.document
    pointer = document.pointer(node, pointer)
    node = document.resolve(node)
    has_schema = isinstance(node, Mapping) and "schema" in node
    decode = _decoder(essence_of(name))
    return MediaType(
        name=name,
        decode=decode,
        shape=shape_of(document, node["schema"]) if has_schema else ANYTHING,
        validator=schemas.validator(f"{pointer}/schema", direction) if has_schema else None,
    )


def _decoder(essence: str) -> Decode:
    if is_json(essence):
        return _json
    if essence == "application/x-www-form-urlencoded":
        return _form
    if essence.startswith("text/"):
        return _text
    return _opaque


def _json(content: bytes, _: Shape) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Undecodable(f"is no JSON: {error}") from None


def _form(content: bytes, shape: Shape) -> Any:
    try:
        pairs = query_pairs(content.decode("ascii"))
        texts = {name: [unquote_plus(text, errors="strict") for text in raw] for name, raw in pairs.items()}
    except UnicodeDecodeError:
        raise Undecodable(
            "is no form: it holds bytes that are neither ASCII nor percent-encoded UTF-8"
        ) from None
    members = shape.members or {}
    return {name: _form_member(members.get(name, ANYTHING), values) for name, values in texts.items()}


def _form_member(shape: Shape, texts: list[str]) -> Any:
    if "array" in shape.types or (len(texts) > 1 and not shape.types):
        return shape.array(texts)
    if len(texts) > 1:
        return texts  # the validator says that a list came where one value is expected
    return shape.scalar(texts[0])


def _text(content: bytes, _: Shape) -> Any:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Undecodable("is no UTF-8 text") from None


def _opaque(content: bytes, _: Shape) -> Any:  # noqa: ARG001 - the form of a decoder
    return NOT_JUDGED
