"""Decodes multipart bodies: files, texts and JSON side by side, each part by its schema and Encoding Object.

Laws (OAS 3.0.4 §4.7.15.1, 3.1.1 §4.8.15.1)
1. A part says its own Content-Type; where an Encoding Object declares others, that is a fault.
2. A part without one is what the Encoding Object declares, else JSON for objects and text for scalars.
3. A list is sent as one part for each item, all of one name.
4. Parts of multipart/mixed and its kin may be told by their order alone: then each is what `prefixEncoding`
   and `prefixItems`, behind them `itemEncoding` and `items` or `itemSchema`, say (OAS 3.2 §4.14.5).
5. Raw bytes become a text of as many characters, so that a length is one of bytes.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

from vertrag.contract.content.media import essence_of, is_json, matches
from vertrag.contract.loading.document import Document, escape
from vertrag.contract.reading.wire import MOST_PARTS, Undecodable, header_parameters
from vertrag.contract.schema.shapes import ANYTHING, Shape, shape_of
from vertrag.contract.violations import Violation, shown

# What is wrong with a body is our verdict; the parser would write it into the terminal as well.
logging.getLogger("python_multipart").setLevel(logging.CRITICAL)

JudgeHeaders = Callable[[Mapping[str, list[str]]], Iterator[Violation]]
Parts = Mapping[str, JudgeHeaders]
"""What judges the headers of parts, by the place of the Encoding Object (see `encodings`)."""

PartDecoder = Callable[[Document, str, Any], Callable[[bytes, str], tuple[Any, Sequence[Violation]]]]


@dataclass(slots=True)
class Part:
    """One part as it was sent; header names are lower case."""

    headers: dict[str, str] = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)

    @property
    def name(self) -> str | None:
        """The name that its Content-Disposition gives (RFC 7578 §4.2)."""
        return header_parameters(self.headers.get("content-disposition", "")).get("name")

    @property
    def content_type(self) -> str:
        """Its Content-Type, "" for none."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class _Member:
    """How the parts of one name are read."""

    shape: Shape
    schema: Any
    content_types: tuple[str, ...] = ()
    judge_headers: JudgeHeaders | None = None

    @property
    def part(self) -> Shape:
        """The shape of one part: that of an item where the parts of a name make a list."""
        is_list = self.shape.is_array and not self.shape.division
        return (self.shape.items or ANYTHING) if is_list else self.shape


class Multipart:
    """One multipart media type."""

    def __init__(
        self, document: Document, essence: str, node: Mapping[str, Any], decoder: PartDecoder, headers: Parts
    ) -> None:
        self._document = document
        self._decoder = decoder
        self._plans = dict(encodings(node))
        self._headers = headers
        schema = node.get("schema")
        shape = shape_of(document, schema)
        self._is_list = essence != "multipart/form-data" and (
            shape.is_array or not node.keys().isdisjoint(("itemSchema", "prefixEncoding", "itemEncoding"))
        )
        schemas = member_schemas(document, schema)
        self._members = {
            name: self._member(f"encoding/{escape(name)}", each, schemas.get(name))
            for name, each in (shape.members or {}).items()
        }
        self._other = _Member(shape.others or ANYTHING, None)
        leading, others = _item_schemas(document, node)
        self._leading = [
            self._member(f"prefixEncoding/{index}", shape_of(document, each), each)
            for index, each in enumerate(leading)
        ]
        self._following = self._member("itemEncoding", shape_of(document, others), others)

    def _member(self, place: str, shape: Shape, schema: Any) -> _Member:
        return _Member(shape, schema, _content_types(self._plans.get(place)), self._headers.get(place))

    def decode(self, content: bytes, content_type: str) -> tuple[Any, Sequence[Violation]]:
        """The parts as an object by name, or as a list, and the faults of single parts."""
        parts = parsed(content, header_parameters(content_type).get("boundary", ""))
        faults: list[Violation] = []
        if self._is_list:
            plans = chain(self._leading, repeat(self._following))
            numbered = enumerate(zip(parts, plans, strict=False))
            return [self._value(plan, part, f"/{index}", faults) for index, (part, plan) in numbered], faults
        values: dict[str, list[Any]] = {}
        for index, part in enumerate(parts):
            name = part.name
            if name is None:
                raise Undecodable(f"its part {index + 1} has no name")
            member = self._members.get(name, self._other)
            values.setdefault(name, []).append(self._value(member, part, f"/{escape(name)}", faults))
        return {name: self._joined(name, each) for name, each in values.items()}, faults

    def _joined(self, name: str, values: list[Any]) -> Any:
        shape = self._members.get(name, self._other).shape
        if not shape.is_array:
            return values[0] if len(values) == 1 else values
        if shape.division and all(isinstance(each, list) for each in values):
            return [*chain.from_iterable(values)]
        is_whole = len(values) == 1 and isinstance(values[0], list)  # the list as one part of JSON
        return values[0] if is_whole else values

    def _value(self, member: _Member, part: Part, pointer: str, faults: list[Violation]) -> Any:
        sent = essence_of(part.content_type)
        if sent and member.content_types and not any(matches(each, sent) for each in member.content_types):
            expected = ", ".join(member.content_types)
            message = f"the part is sent as {shown(sent)}, expected {expected}"
            faults.append(Violation("body", "contentType", message, pointer=pointer, value=sent))
        if member.judge_headers is not None:
            raw = {name: [text] for name, text in part.headers.items()}
            faults.extend(_about_part(fault, pointer) for fault in member.judge_headers(raw))
        try:
            value, wrong = self._decoded(member, part, sent)
        except Undecodable as error:
            message = f"the part {error}"
            faults.append(Violation("body", "malformed", message, pointer=pointer + error.pointer))
            return bytes(part.content).decode("latin-1")
        faults.extend(wrong)
        return value

    def _decoded(self, member: _Member, part: Part, sent: str) -> tuple[Any, Sequence[Violation]]:
        content, shape = bytes(part.content), member.part
        if shape.is_binary:
            return content.decode("latin-1"), ()
        declared = next((each for each in member.content_types if "*" not in each), "")
        essence = sent or essence_of(declared)
        if is_json(essence) and not declared and shape.types == {"string"}:
            return content.decode("latin-1"), ()  # a file that happens to be JSON
        if essence in ("", "text/plain") and not declared:
            return self._plain(shape, content, part.content_type), ()
        decode = self._decoder(self._document, essence, member.schema)
        value, faults = decode(content, part.content_type)
        return (shape.scalar(value) if isinstance(value, str) and not is_json(essence) else value), faults

    def _plain(self, shape: Shape, content: bytes, content_type: str) -> Any:
        charset = header_parameters(content_type).get("charset", "utf-8")
        try:
            return shape.item(content.decode(charset))
        except (LookupError, ValueError):
            if shape.types and shape.types != {"string"}:
                raise Undecodable(f"is no text in {charset}") from None
            return content.decode("latin-1")  # a file that was sent without its type


def parsed(content: bytes, boundary: str) -> list[Part]:
    """The parts between the boundaries; `Undecodable` where they are not closed or not formed."""
    if not boundary:
        raise Undecodable("has no boundary in its Content-Type")
    collector = _Collector()
    delimiter = boundary.encode("latin-1", "replace")
    _, found, behind = content.partition(b"\r\n--" + delimiter)
    if found and not content.startswith(b"--" + delimiter):
        content = found[2:] + behind  # RFC 2046 §5.1.1: what stands before the first boundary is ignored
    if content.strip() == b"--%b\r\n--%b--" % (delimiter, delimiter):
        return []  # as clients write a form of which nothing is sent
    try:
        parser = MultipartParser(delimiter, collector.callbacks())
        parser.write(content)
        parser.finalize()
    except (FormParserError, ValueError) as error:
        raise Undecodable(f"is no multipart body: {error}") from None
    if not collector.is_complete:
        raise Undecodable("is no multipart body: its last boundary is missing")
    return collector.parts


class _Collector:
    """Keeps what the parser meets."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.is_complete = False
        self._name = b""
        self._text = b""

    def callbacks(self) -> Any:
        """What the parser calls; its own type for this allows only literal dictionaries."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._field,
            "on_header_value": self._value,
            "on_header_end": self._end_header,
            "on_part_data": self._data,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.parts) >= MOST_PARTS:
            raise Undecodable(f"has more than {MOST_PARTS} parts")
        self.parts.append(Part())

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _value(self, data: bytes, start: int, end: int) -> None:
        self._text += data[start:end]

    def _end_header(self) -> None:
        self.parts[-1].headers[self._name.decode("latin-1").lower()] = _header_text(self._text)
        self._name = self._text = b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].content += data[start:end]

    def _end(self) -> None:
        self.is_complete = True


def _header_text(text: bytes) -> str:
    try:
        return text.decode("utf-8")  # RFC 7578 §5.1: names of fields and files are UTF-8
    except UnicodeDecodeError:
        return text.decode("latin-1")


def encodings(node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The Encoding Objects of a media type, each with its place: `encoding/photo`, `prefixEncoding/0`."""
    named = node.get("encoding")
    for name, described in named.items() if isinstance(named, Mapping) else ():
        yield f"encoding/{escape(name)}", described if isinstance(described, Mapping) else {}
    leading = node.get("prefixEncoding")
    for index, described in enumerate(leading if isinstance(leading, list) else ()):
        yield f"prefixEncoding/{index}", described if isinstance(described, Mapping) else {}
    if isinstance(node.get("itemEncoding"), Mapping):
        yield "itemEncoding", node["itemEncoding"]


def _item_schemas(document: Document, node: Mapping[str, Any]) -> tuple[list[Any], Any]:
    """The schemas of the first parts, of each with a schema or an encoding of its own, and of all others."""
    schema = document.resolve(node.get("schema"))
    schema = schema if isinstance(schema, Mapping) else {}
    others = node.get("itemSchema", schema.get("items"))
    leading = list(schema.get("prefixItems") or ())
    missing = len(node.get("prefixEncoding") or ()) - len(leading)
    return [*leading, *([others] * missing)], others


def _content_types(encoding: Any) -> tuple[str, ...]:
    stated = encoding.get("contentType") if isinstance(encoding, Mapping) else None
    return tuple(each.strip() for each in stated.split(",")) if isinstance(stated, str) else ()


def member_schemas(document: Document, schema: Any) -> dict[str, Any]:
    """The schema of one part of each name, for media types that need more of it than its shape."""
    schema = document.resolve(schema)
    if not isinstance(schema, Mapping):
        return {}
    found: dict[str, Any] = {}
    for part in schema.get("allOf") or ():
        found |= member_schemas(document, part)
    for name, member in (schema.get("properties") or {}).items():
        resolved = document.resolve(member)
        is_array = isinstance(resolved, Mapping) and "items" in resolved
        found[name] = resolved["items"] if is_array else member
    return found


def _about_part(fault: Violation, pointer: str) -> Violation:
    message = f"the header {fault.name} of the part {fault.message}"
    return Violation("body", fault.rule, message, pointer=pointer, value=fault.value, schema=fault.schema)
