"""Compiles parameters and headers, each once, into what decodes and judges their values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import NoneType
from typing import Any

from vertrag.contract.content.decoders import Decode, decoder
from vertrag.contract.content.media import FORM, essence_of
from vertrag.contract.loading.document import Document, escape
from vertrag.contract.loading.parameters_of_2 import DIVISION
from vertrag.contract.reading.styles import MISSING, In, Style, only
from vertrag.contract.reading.wire import Pairs, Undecodable, percent_decoded
from vertrag.contract.schema.schemas import Schemas, Validator
from vertrag.contract.schema.shapes import shape_of
from vertrag.contract.violations import Violation

_DEFAULT_STYLES: Mapping[str, str] = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
NOT_PARAMETERS = frozenset({"accept", "content-type", "authorization"})
"""Headers that are described elsewhere: as parameters they shall be ignored (OAS 3.0 §4.7.12.2)."""
_SCALAR = (str, int, float, NoneType)  # what depends on its own text alone, and nobody can change
_MOST_READ = 64  # values of one parameter that are remembered
_LONGEST_READ = 64  # characters of one


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter or header; `style` is empty where `content` says how it is written.

    `sent_as` is its name on the wire; `decode` gives the value among raw texts by name, `MISSING` where it
    was not sent, and raises `Undecodable` where the text does not have the form of the style or media type.
    `schema` is its schema, resolved.
    """

    name: str
    sent_as: str
    location: In
    style: str
    explode: bool
    required: bool
    decode: Callable[[Pairs], Any]
    validator: Validator | None
    default: Any = MISSING
    allow_empty: bool = False
    schema: Any = None
    description: str = ""
    _read: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def read_into(self, arguments: dict[str, Any], raw: Pairs) -> Iterable[Violation]:
        """Decode the value, keep it among the arguments, and say what is wrong with it."""
        texts = raw.get(self.sent_as)
        if texts is not None and len(texts) == 1 and texts[0] in self._read:
            arguments[self.name] = self._read[texts[0]]
            return ()
        if self.allow_empty and texts == [""]:
            arguments[self.name] = ""  # OAS 3.0 §4.7.12.2: an empty value is allowed whatever the schema says
            return ()
        try:
            value = self.decode(raw)
        except Undecodable as error:
            return [Violation(self.location, "style", str(error), self.name, error.pointer, texts)]
        if value is not MISSING:
            arguments[self.name] = value
            violations = self.judge(value)
            if violations == () and texts and len(texts) == 1 and isinstance(value, _SCALAR):
                self._remember(texts[0], value)
            return violations
        if self.required:
            return [Violation(self.location, "required", "is required and missing", self.name)]
        if self.default is not MISSING:
            arguments[self.name] = self.default
        return ()

    def _remember(self, text: str, value: Any) -> None:
        """Keep a good value, since clients send few different ones, and again and again."""
        if len(self._read) >= _MOST_READ:
            self._read.clear()
        if len(text) <= _LONGEST_READ:
            self._read[text] = value

    def judge(self, value: Any) -> Iterable[Violation]:
        """What is wrong with a decoded value."""
        if self.validator is None or self.validator.accepts(value):
            return ()
        return self.validator.violations(value, self.location, self.name)


def compile_parameter(
    schemas: Schemas, node: Any, pointer: str, taken: frozenset[str] = frozenset()
) -> Parameter | None:
    """The parameter described at a pointer; None for the header names that OpenAPI tells us to ignore.

    `taken` are the names of the operation's other parameters.
    """
    document = schemas.document
    pointer = document.pointer(node, pointer)
    node = document.resolve(node)
    location, name = node["in"], str(node["name"])
    if location == "header" and name.lower() in NOT_PARAMETERS:
        return None
    schema_node, schema_pointer, media_type = _schema_of(document, node, pointer)
    validator = None if schema_node is None else schemas.validator(schema_pointer, "request")
    schema = document.resolve(schema_node)
    sent_as = name.lower() if location == "header" else name
    style = "" if media_type else str(node.get("style") or _DEFAULT_STYLES.get(location, "form"))
    return Parameter(
        name=name,
        sent_as=sent_as,
        location=location,
        style=style,
        explode=_explodes(node, style),
        required=location == "path" or node.get("required") is True,
        decode=_styled(document, node, sent_as, style, schema_node, validator, taken)
        if media_type is None
        else _content(document, node, sent_as, media_type),
        validator=validator,
        default=schema.get("default", MISSING) if isinstance(schema, Mapping) else MISSING,
        allow_empty=location == "query" and node.get("allowEmptyValue") is True,
        schema=schema,
        description=str(node.get("description") or ""),
    )


def _styled(
    document: Document,
    node: Mapping[str, Any],
    sent_as: str,
    style: str,
    schema: Any,
    validator: Validator | None,
    taken: frozenset[str],
) -> Callable[[Pairs], Any]:
    return Style(
        name=str(node["name"]),
        sent_as=sent_as,
        location=node["in"],
        style=str(node.get(DIVISION) or style),
        explode=_explodes(node, style),
        shape=shape_of(document, schema),
        accepts=(lambda _: True) if validator is None else validator.accepts,
        taken=taken - {sent_as},
        keeps_plus=node.get("allowReserved") is True,  # RFC 6570 §3.2.3: a plus stays bare, a space is %20
    ).decoder()


def _explodes(node: Mapping[str, Any], style: str) -> bool:
    return bool(node.get("explode", style in ("form", "cookie")))


def _content(
    document: Document, node: Mapping[str, Any], sent_as: str, media_type: str
) -> Callable[[Pairs], Any]:
    decode = decoder(document, media_type, node["content"][media_type])
    is_encoded = node["in"] == "querystring" and essence_of(media_type) == FORM
    return _Content(sent_as, node["in"], decode, is_encoded).read


def _schema_of(document: Document, node: Mapping[str, Any], pointer: str) -> tuple[Any, str, str | None]:
    for media_type, described in (node.get("content") or {}).items():
        place = document.pointer(described, f"{pointer}/content/{escape(media_type)}")
        return document.resolve(described).get("schema"), f"{place}/schema", media_type
    return node.get("schema"), f"{pointer}/schema", None


@dataclass(frozen=True, slots=True)
class _Content:
    """A parameter that is written in a media type (`content`), such as JSON in a query.

    `is_encoded`: the media type is a whole query string, and undoes its percent-encoding itself.
    """

    sent_as: str
    location: In
    decode: Decode
    is_encoded: bool

    def read(self, raw: Pairs) -> Any:
        texts = raw.get(self.sent_as)
        if not texts:
            return MISSING
        text = only(texts)
        if self.location == "header" or self.is_encoded:
            return self._decoded(text)
        if self.location != "cookie":
            return self._decoded(percent_decoded(text, plus_is_space=self.location != "path"))
        try:
            return self._decoded(text)
        except Undecodable:
            # Quotes and commas may not stand in a cookie (RFC 6265 §4.1.1), so that clients encode them.
            return self._decoded(percent_decoded(text))

    def _decoded(self, text: str) -> Any:
        value, faults = self.decode(text.encode("utf-8", "surrogateescape"), "")
        for fault in faults:
            raise Undecodable(fault.message, fault.pointer)
        return value
