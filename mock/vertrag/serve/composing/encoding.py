"""Writes values as parameters of every style of OAS 3.0 §4.7.12, the inverse of how the contract decodes.

Values are percent-encoded exactly once, and what separates is never encoded with them. Header and cookie
values are not percent-encoded (RFC 9110 §5.5).
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from vertrag.contract.reading.parameters import Parameter
from vertrag.contract.reading.styles import MISSING
from vertrag.contract.reading.wire import Pairs, Undecodable, cookie_pairs, query_pairs

Texts = list[tuple[str, str]]
"""Names and texts as they are sent: query names and values come percent-encoded."""

_SEPARATORS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}
_NOT_IN_FIELDS = re.compile(r"[\x00-\x1f\x7f]+")
_NOT_IN_COOKIES = re.compile(r"[\x00-\x1f\x7f;]+")


def encoded(parameter: Parameter, value: Any) -> Texts:
    """The value as it is sent: one pair, but for exploded values in a query or a cookie."""
    if parameter.location == "querystring" and isinstance(value, Mapping):
        return [(parameter.name, urlencode({name: plain_text(each) for name, each in value.items()}))]
    if not parameter.style:
        value = json.dumps(value, ensure_ascii=False)
    if parameter.location in ("query", "cookie"):
        return _pairs(parameter, value)
    return [(parameter.name, _PREFIXED.get(parameter.style, _simple)(parameter, value))]


def is_read_as_meant(parameter: Parameter, texts: Texts) -> bool:
    """Whether the contract reads a valid value from these texts."""
    try:
        value = parameter.decode(_raw(parameter, texts))
    except Undecodable:
        return False
    if value is MISSING:
        return False
    return parameter.validator is None or parameter.validator.accepts(value)


def joined(texts: Iterable[tuple[str, str]], separator: str) -> str:
    """Names and texts as a query string or as a Cookie header."""
    return separator.join(f"{name}={text}" for name, text in texts)


def plain_text(value: Any) -> str:
    """A value as one text: strings as they are, whole numbers without a fraction, anything else as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False)


def percent_encoded(text: str) -> str:
    """The text as part of a path or a query."""
    return quote(text, safe=":@")


def _raw(parameter: Parameter, texts: Texts) -> Pairs:
    if parameter.location == "query":
        return query_pairs(joined(texts, "&"))
    if parameter.location == "cookie":
        return cookie_pairs(joined(texts, "; "))
    return {parameter.sent_as: [text for _, text in texts]}


def _piece(parameter: Parameter, value: Any) -> str:
    text = plain_text(value)
    if parameter.location == "header":
        return _NOT_IN_FIELDS.sub(" ", text).strip()
    if parameter.location == "cookie":
        text = _NOT_IN_COOKIES.sub(" ", text).strip()
        return text.replace("%", "%25") if parameter.style == "form" else text
    text = percent_encoded(text)
    return text.replace(".", "%2E") if parameter.style == "label" else text


def _pairs(parameter: Parameter, value: Any) -> Texts:
    name = percent_encoded(parameter.name) if parameter.location == "query" else parameter.name
    if isinstance(value, Mapping) and parameter.style == "deepObject":
        return [
            (f"{name}%5B{percent_encoded(str(key))}%5D", _piece(parameter, each))
            for key, each in value.items()
        ]
    if isinstance(value, Mapping) and parameter.explode:
        return [(_piece(parameter, str(key)), _piece(parameter, each)) for key, each in value.items()]
    # A cookie's name stands once, so an exploded array has no form of its own there.
    if isinstance(value, list) and parameter.explode and parameter.location == "query":
        return [(name, _piece(parameter, each)) for each in value]
    return [(name, _SEPARATORS.get(parameter.style, ",").join(_pieces(parameter, value)))]


def _pieces(parameter: Parameter, value: Any) -> list[str]:
    """The parts of a value that separators stand between."""
    if isinstance(value, list):
        return [_piece(parameter, each) for each in value]
    if not isinstance(value, Mapping):
        return [_piece(parameter, value)]
    members = [(_piece(parameter, str(key)), _piece(parameter, each)) for key, each in value.items()]
    if parameter.explode and parameter.location in ("path", "header"):
        return [f"{key}={text}" for key, text in members]
    return [piece for member in members for piece in member]


def _simple(parameter: Parameter, value: Any) -> str:
    return ",".join(_pieces(parameter, value))


def _label(parameter: Parameter, value: Any) -> str:
    return "." + ("." if parameter.explode else ",").join(_pieces(parameter, value))


def _matrix(parameter: Parameter, value: Any) -> str:
    pieces = _pieces(parameter, value)
    if parameter.explode and isinstance(value, Mapping):
        return "".join(f";{piece}" for piece in pieces)
    if parameter.explode and isinstance(value, list):
        return "".join(f";{parameter.name}={piece}" for piece in pieces)
    return f";{parameter.name}={','.join(pieces)}"


_PREFIXED = {"label": _label, "matrix": _matrix}
