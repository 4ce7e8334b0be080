"""Decodes parameters of every style of OAS 3.0 §4.7.12 and 3.1 §4.8.12.4, each once compiled.

Laws
1. What separates is looked for before percent-decoding, and percent-decoding happens exactly once: an
   encoded comma is data, a bare one separates.
2. A text becomes what its schema says: a number, a boolean, null. What cannot become it stays text, and
   the validator says so in the same words as for any other value.
3. A parameter that is sent twice where one value is expected is an error, not a choice of ours.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote

from vertrag.contract.document import Document
from vertrag.contract.schemas import Schemas, Validator
from vertrag.contract.violations import Violation, shown

In = Literal["path", "query", "header", "cookie"]
Pairs = Mapping[str, list[str]]
"""Raw values by decoded name; the values are still percent-encoded."""

MISSING: Any = type("Missing", (), {"__repr__": lambda _: "MISSING"})()

# JSON knows no largest integer; a text of more than a thousand digits is nobody's number any more.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,999})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_SEPARATORS = {"form": ",", "simple": ",", "spaceDelimited": "%20| |\\+", "pipeDelimited": "\\||%7C|%7c"}
_DEFAULT_STYLES: Mapping[str, str] = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_NOT_PARAMETERS = {"accept", "content-type", "authorization"}  # OAS 3.0 §4.7.12.2: these shall be ignored


class Undecodable(Exception):  # noqa: N818 - says what the text is
    """A parameter's text does not have the form of its style."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a schema lets a text become: JSON type names, and the shapes of items and members."""

    types: frozenset[str]
    items: "Shape | None" = None
    members: Mapping[str, "Shape"] | None = None

    def scalar(self, text: str) -> Any:
        """The text as the most specific type that it can be read as; itself where none fits."""
        types = self.types
        if not types:
            return text
        if ("integer" in types or "number" in types) and _INTEGER.fullmatch(text):
            return int(text)
        if "number" in types and _NUMBER.fullmatch(text):
            return float(text)
        if "boolean" in types and text in ("true", "false"):
            return text == "true"
        if "null" in types and text in ("", "null") and ("string" not in types or text == "null"):
            return None
        return text

    def array(self, texts: list[str]) -> list[Any]:
        """The texts as an array of what the items may be."""
        item = self.items or ANYTHING
        return [item.scalar(text) for text in texts]

    def object(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The texts as an object of what its members may be."""
        members = self.members or {}
        return {name: members.get(name, ANYTHING).scalar(text) for name, text in texts.items()}


ANYTHING = Shape(frozenset())


def shape_of(document: Document, schema: Any, depth: int = 0) -> Shape:
    """The shape of a schema, through references and compositions; `ANYTHING` where it says nothing."""
    schema = document.resolve(schema)
    if not isinstance(schema, Mapping) or depth > 6:  # deeper than any parameter style reaches
        return ANYTHING
    parts = [_own_shape(document, schema, depth)]
    parts += [shape_of(document, part, depth + 1) for part in schema.get("allOf") or ()]
    choices = [
        shape_of(document, part, depth + 1)
        for keyword in ("anyOf", "oneOf")
        for part in schema.get(keyword) or ()
    ]
    if choices:
        parts.append(_any_of(choices))
    return _all_of(parts)


def _own_shape(document: Document, schema: Mapping[str, Any], depth: int) -> Shape:
    types = _types(schema)
    items, members = schema.get("items"), schema.get("properties")
    return Shape(
        types,
        shape_of(document, items, depth + 1) if isinstance(items, Mapping) else None,
        {name: shape_of(document, member, depth + 1) for name, member in members.items()}
        if isinstance(members, Mapping)
        else None,
    )


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    stated = schema.get("type")
    types = {stated} if isinstance(stated, str) else set(stated) if isinstance(stated, list) else set()
    if not types:
        values = [schema["const"]] if "const" in schema else schema.get("enum") or ()
        types = {_type_name(value) for value in values}
    if not types and "items" in schema:
        types = {"array"}
    if not types and "properties" in schema:
        types = {"object"}
    if types and schema.get("nullable") is True:
        types.add("null")
    return frozenset(types)


def _type_name(value: Any) -> str:
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")


def _all_of(parts: list[Shape]) -> Shape:
    typed = [part.types for part in parts if part.types]
    members: dict[str, Shape] = {}
    for part in parts:
        members.update(part.members or {})
    items = next((part.items for part in parts if part.items), None)
    return Shape(frozenset.intersection(*typed) if typed else frozenset(), items, members or None)


def _any_of(choices: list[Shape]) -> Shape:
    merged = _all_of([Shape(frozenset(), choice.items, choice.members) for choice in choices])
    untyped = any(not choice.types for choice in choices)
    types = frozenset[str]() if untyped else frozenset.union(*(choice.types for choice in choices))
    return Shape(types, merged.items, merged.members)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of one operation, ready to decode and judge what was sent.

    `sent_as` is the name under which raw texts are found: header names are compared in lower case.
    `style`, `explode` and `shape` say how to read it; `is_json` replaces them for `content:` parameters.
    `validator` is None where the schema is absent or does not compile.
    """

    name: str
    sent_as: str
    location: In
    required: bool
    style: str
    explode: bool
    shape: Shape
    validator: Validator | None
    default: Any = MISSING
    allow_empty: bool = False
    is_json: bool = False

    def judge(self, value: Any) -> Iterator[Violation]:
        """What is wrong with a decoded value."""
        if self.validator is not None and not self.validator.accepts(value):
            yield from self.validator.violations(value, self.location, self.name)

    def decode(self, raw: Pairs) -> Any:
        """The value among raw texts by name; `MISSING` where it was not sent.

        Raises `Undecodable` where the text does not have the form of the style.
        """
        if self.is_json:
            return self._decode_json(raw)
        wanted = self.shape.types
        if "object" in wanted and not wanted & {"string", "integer", "number", "boolean"}:
            return self._decode_object(raw)
        if "array" in wanted:
            return self._decode_array(raw)
        return self._decode_scalar(raw)

    def _decode_scalar(self, raw: Pairs) -> Any:
        texts = raw.get(self.sent_as)
        if not texts:
            return MISSING
        return self.shape.scalar(_decoded(self._without_prefix(_only(texts)), self.location))

    def _decode_json(self, raw: Pairs) -> Any:
        texts = raw.get(self.sent_as)
        if not texts:
            return MISSING
        try:
            return json.loads(_decoded(_only(texts), self.location))
        except ValueError as error:
            raise Undecodable(f"is no JSON: {error}") from error

    def _decode_array(self, raw: Pairs) -> Any:
        texts = raw.get(self.sent_as)
        if not texts:
            return MISSING
        if not (self.location == "query" and self.explode):
            texts = self._split(self._without_prefix(_only(texts)))
        decoded = [_decoded(text, self.location) for text in texts]
        if "array" in self.shape.types and len(self.shape.types) > 1 and len(decoded) == 1:
            # A union with a scalar: one text may be either, and the validator knows which is allowed.
            scalar = Shape(self.shape.types - {"array"}).scalar(decoded[0])
            if self.validator is not None and self.validator.accepts(scalar):
                return scalar
        return self.shape.array(decoded)

    def _decode_object(self, raw: Pairs) -> Any:
        if self.style == "deepObject":
            found = _deep_members(self.name, raw)
        elif self.location in ("query", "cookie") and self.explode:
            found = {name: texts[-1] for name, texts in raw.items() if name in (self.shape.members or {})}
        else:
            texts = raw.get(self.sent_as)
            if not texts:
                return MISSING
            found = self._members(self._split(self._without_prefix(_only(texts))))
        if not found:
            return MISSING
        return self.shape.object(
            {_decoded(name, self.location): _decoded(text, self.location) for name, text in found.items()}
        )

    def _members(self, parts: list[str]) -> dict[str, str]:
        if self.explode:
            if not all("=" in part for part in parts):
                raise Undecodable("is no list of name=value")
            return dict(part.split("=", 1) for part in parts)
        if len(parts) % 2:
            raise Undecodable("is no list of names and values in turn")
        return dict(zip(parts[::2], parts[1::2], strict=True))

    def _without_prefix(self, text: str) -> str:
        # OAS 3.0 §4.7.12.4: label starts with ".", matrix with ";name=" (exploded objects have no name).
        if self.style == "label":
            if not text.startswith("."):
                raise Undecodable(f"does not start with '.' as the style label wants it: {shown(text)}")
            return text[1:]
        if self.style == "matrix":
            if self.explode and "object" in self.shape.types:
                prefix = ";"
            else:
                prefix = f";{self.name}" if text == f";{self.name}" else f";{self.name}="
            if not text.startswith(prefix):
                raise Undecodable(
                    f"does not start with '{prefix}' as the style matrix wants it: {shown(text)}"
                )
            return text[len(prefix) :]
        return text

    def _split(self, text: str) -> list[str]:
        if not text:
            return []
        if self.style == "label":
            # Exploded items are divided by dots; RFC 6570 §3.2.5 divides the others by commas.
            return text.split("." if self.explode else ",")
        if self.style == "matrix":
            parts = text.split(";" if self.explode else ",")
            if self.explode and "array" in self.shape.types:
                prefix = f"{self.name}="
                return [part.removeprefix(prefix) for part in parts]
            return parts
        parts = re.split(_SEPARATORS.get(self.style, ","), text)
        return [part.strip() for part in parts] if self.location == "header" else parts


def _only(texts: list[str]) -> str:
    if len(texts) > 1:
        raise Undecodable(f"is sent {len(texts)} times, one value is expected")
    return texts[0]


def _deep_members(name: str, raw: Pairs) -> dict[str, str]:
    prefix = f"{name}["
    found = {key: texts for key, texts in raw.items() if key.startswith(prefix) and key.endswith("]")}
    return {key[len(prefix) : -1]: _only(texts) for key, texts in found.items()}


def _decoded(text: str, location: In) -> str:
    if location in ("header", "cookie"):
        return text  # RFC 9110 §5.5: field values are not percent-encoded
    if location == "query" and "+" in text:
        text = text.replace("+", " ")
    if "%" not in text:
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise Undecodable(f"is not UTF-8 once decoded: {shown(text)}") from None


def query_pairs(query: str) -> Pairs:
    """The raw values of a query string by decoded name (WHATWG URL, application/x-www-form-urlencoded)."""
    pairs: dict[str, list[str]] = {}
    for part in query.split("&"):
        if part:
            name, _, text = part.partition("=")
            if "%" in name or "+" in name:
                name = unquote(name.replace("+", " "))
            pairs.setdefault(name, []).append(text)
    return pairs


def cookie_pairs(header: str) -> Pairs:
    """The raw values of a Cookie header by name (RFC 6265 §4.2.1)."""
    pairs: dict[str, list[str]] = {}
    for part in header.split(";"):
        name, separator, text = part.strip().partition("=")
        if separator:
            pairs.setdefault(name, []).append(text.strip('"'))
    return pairs


def compile_parameter(schemas: Schemas, node: Any, pointer: str) -> Parameter | None:
    """The parameter described at a pointer; None for the header names that OpenAPI tells us to ignore."""
    document = schemas.document
    pointer = document.pointer(node, pointer)
    node = document.resolve(node)
    location, name = node["in"], str(node["name"])
    if location == "header" and name.lower() in _NOT_PARAMETERS:
        return None
    schema_node, schema_pointer = _schema_of(node, pointer)
    style = node.get("style") or _DEFAULT_STYLES.get(location, "form")
    schema = document.resolve(schema_node)
    return Parameter(
        name=name,
        sent_as=name.lower() if location == "header" else name,
        location=location,
        required=location == "path" or node.get("required") is True,
        style=style,
        explode=bool(node.get("explode", style == "form")),
        shape=shape_of(document, schema),
        validator=None if schema_node is None else schemas.validator(schema_pointer, "request"),
        default=schema.get("default", MISSING) if isinstance(schema, Mapping) else MISSING,
        allow_empty=node.get("allowEmptyValue") is True,
        is_json="content" in node and "json" in next(iter(node["content"]), ""),
    )


def _schema_of(node: Mapping[str, Any], pointer: str) -> tuple[Any, str]:
    if "content" in node:
        for media_type, described in node["content"].items():
            escaped = media_type.replace("~", "~0").replace("/", "~1")
            return described.get("schema"), f"{pointer}/content/{escaped}/schema"
    return node.get("schema"), f"{pointer}/schema"
