"""Reads bodies by their declared media types and judges them by their schemas (OAS 3.0 §4.7.14)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from vertrag.contract.content.decoders import Decode, decoder
from vertrag.contract.content.encoders import encoder
from vertrag.contract.content.form_writing import Encode
from vertrag.contract.content.media import (
    FAMILIES,
    FORM,
    YAML,
    essence_of,
    family_of,
    is_json,
    is_xml,
    matches,
)
from vertrag.contract.content.multipart import JudgeHeaders, encodings
from vertrag.contract.content.sequences import LINES, judges_items
from vertrag.contract.loading.document import escape
from vertrag.contract.reading.parameters import Parameter, compile_parameter
from vertrag.contract.reading.wire import Pairs, Undecodable, header_parameters
from vertrag.contract.schema.schemas import Direction, Schemas, Validator
from vertrag.contract.schema.shapes import shape_of
from vertrag.contract.violations import Violation, shown

NOT_JUDGED: Any = type("NotJudged", (), {"__repr__": lambda _: "NOT_JUDGED"})()
"""The value of a body that cannot be decoded."""

_WITH_MEMBERS = ("multipart/", FORM)
_TEXTS = ("text/", FORM)


@dataclass(frozen=True, slots=True)
class MediaType:
    """One declared media type of a body: how to decode it, and the schema that judges it.

    `judges_items`: the schema speaks of each item of a sequence; `takes_empty`: no byte is a value, too;
    `is_written`: its values are often at hand as the text that goes over the wire, as examples of XML are;
    `encode` makes bytes of a value where that is not done as everywhere; `kinds` are what a range such as
    `*/*` is to each family of media types.
    """

    name: str
    decode: Decode
    validator: Validator | None
    judges_items: bool = False
    takes_empty: bool = False
    is_written: bool = False
    encode: Encode | None = None
    kinds: Mapping[str, "MediaType"] = field(default_factory=dict)

    def kind(self, essence: str) -> "MediaType":
        """What a range is to a media type in it; the media type itself where it is no range."""
        return self.kinds.get(family_of(essence), self) if self.kinds else self

    def read(self, content: bytes, content_type: str = "") -> tuple[Any, list[Violation]]:
        """The decoded body and what is wrong with it."""
        try:
            value, faults = self.decode(content, content_type)
        except Undecodable as error:
            sent = content[:100]
            return NOT_JUDGED, [Violation("body", "malformed", str(error), pointer=error.pointer, value=sent)]
        return value, [*faults, *self._judge_value(value)]

    def judge(self, value: Any) -> Iterator[Violation]:
        """What is wrong with an already decoded body, or with one that is at hand as it is sent."""
        if isinstance(value, str) and self.is_written and not self._takes(value):
            value = value.encode()
        if isinstance(value, bytes):
            yield from self.read(value, self.name)[1]
        else:
            yield from self._judge_value(value)

    def is_sent(self, text: str) -> bool:
        """Whether a text is the body as it goes over the wire, and not yet a value to encode."""
        if self.encode is None or not self._takes(text):
            return True
        return self.is_written and not self.read(text.encode(), self.name)[1]

    def _takes(self, value: Any) -> bool:
        return self.validator is not None and self.validator.accepts(value)

    def _judge_value(self, value: Any) -> Iterator[Violation]:
        if self.validator is None:
            return
        if self.judges_items and isinstance(value, list):
            for index, item in enumerate(value):
                for violation in self._judge_one(self.validator, item):
                    yield replace(violation, pointer=f"/{index}{violation.pointer}")
        else:
            yield from self._judge_one(self.validator, value)

    def _judge_one(self, validator: Validator, value: Any) -> Iterator[Violation]:
        if not validator.accepts(value):
            yield from validator.violations(value, "body")


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request or of one response: its media types, most specific first."""

    media_types: tuple[MediaType, ...]
    required: bool = False

    def media_type(self, content_type: str) -> MediaType | None:
        """The declared media type that describes a Content-Type header; None where none does."""
        if len(self.media_types) == 1 and self.media_types[0].name == content_type:
            return self.media_types[0]  # as most say it, both of them
        essence = essence_of(content_type)
        fitting = [each for each in self.media_types if matches(each.name, essence)]
        if not fitting:
            return None
        declared = fitting[0] if len(fitting) == 1 else _closest(fitting, content_type)
        return declared.kind(essence)

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
        if not content and not self.required and not media_type.takes_empty:
            return None, []
        return media_type.read(content, content_type)


def _closest(fitting: list[MediaType], content_type: str) -> MediaType:
    """The first whose every parameter was sent, the one with the most before others of its precision."""
    sent = header_parameters(content_type.lower()).items()
    asked = [(each, header_parameters(each.name.lower()).items()) for each in fitting]
    agreeing = [(-each.name.count("*"), len(wanted), each) for each, wanted in asked if wanted <= sent]
    return max(agreeing, key=lambda each: each[:2])[2] if agreeing else fitting[0]


def compile_body(
    schemas: Schemas, content: Any, pointer: str, direction: Direction, *, required: bool = False
) -> Body:
    """The body described by a `content` map at a pointer."""
    described = content if isinstance(content, Mapping) else {}
    media_types = [
        _compile_range(schemas, name, node, f"{pointer}/{escape(name)}", direction)
        for name, node in described.items()
        if name.strip()  # what has no name cannot be sent
    ]
    # A name before a range, a range before "*/*": the most specific key wins.
    media_types.sort(key=lambda each: each.name.count("*"))
    return Body(tuple(media_types), required)


def _compile_range(schemas: Schemas, name: str, node: Any, pointer: str, direction: Direction) -> MediaType:
    """A media type; of a range what it is to each family, too."""
    own = _compile_media_type(schemas, name, name, node, pointer, direction)
    essence = essence_of(name)
    if "*" not in essence or is_json(essence) or is_xml(essence):
        return own
    kinds = {
        family: _compile_media_type(schemas, name, family, node, pointer, direction)
        for family in FAMILIES
        if matches(name, family)
    }
    return replace(own, kinds=kinds)


def _compile_media_type(
    schemas: Schemas, name: str, like: str, node: Any, pointer: str, direction: Direction
) -> MediaType:
    """The media type declared as `name`, read as `like`."""
    document = schemas.document
    pointer = document.pointer(node, pointer)
    node = document.resolve(node)
    node = node if isinstance(node, Mapping) else {}
    essence = essence_of(like)
    by_item = judges_items(document, essence, node)
    keyword = "itemSchema" if by_item and "itemSchema" in node else "schema"
    is_text = essence.startswith("text/")
    in_json = is_text and shape_of(document, node.get("schema"), deepest=0).is_structure
    return MediaType(
        name=name,
        decode=decoder(document, like, node, _part_headers(schemas, node, pointer)),
        validator=schemas.validator(f"{pointer}/{keyword}", direction)
        if keyword == "itemSchema" or _speaks(schemas, essence, node)
        else None,
        judges_items=by_item,
        takes_empty=(is_text and not in_json) or essence == FORM,  # a form without members
        encode=encoder(document, like, node),
        is_written=is_xml(essence) or essence in LINES or essence.startswith(_WITH_MEMBERS) or in_json,
    )


def _speaks(schemas: Schemas, essence: str, node: Mapping[str, Any]) -> bool:
    """Whether there is a schema, and one that can judge what the media type carries."""
    if "schema" not in node:
        return False
    if is_json(essence) or is_xml(essence) or essence in LINES | YAML or essence.startswith(_TEXTS):
        return True
    types = shape_of(schemas.document, node["schema"], deepest=0).types
    # Bytes are no object and parts are no text, whatever the author wrote.
    fitting = {"object", "array"} if essence.startswith("multipart/") else {"string"}
    return not types or not types.isdisjoint(fitting)


def _part_headers(schemas: Schemas, node: Mapping[str, Any], pointer: str) -> dict[str, JudgeHeaders]:
    found: dict[str, JudgeHeaders] = {}
    for place, described in encodings(node):
        headers = described.get("headers") or {}
        compiled = tuple(compile_headers(schemas, headers, f"{pointer}/{place}/headers"))
        if compiled:
            found[place] = partial(judge_headers, compiled)
    return found


def compile_headers(schemas: Schemas, headers: Mapping[str, Any], pointer: str) -> Iterator[Parameter]:
    """The headers described by a `headers` map at a pointer."""
    for name, described in headers.items():
        place = schemas.document.pointer(described, f"{pointer}/{escape(name)}")
        node = {**schemas.document.resolve(described), "name": name, "in": "header"}
        header = compile_parameter(schemas, node, place)
        if header is not None:
            yield header


def judge_headers(headers: tuple[Parameter, ...], raw: Pairs) -> Iterator[Violation]:
    """What is wrong with headers among raw texts by lower-case name."""
    for header in headers:
        yield from header.read_into({}, raw)
