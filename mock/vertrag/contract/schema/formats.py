"""The values of `format`: what each asks of a text or a number, and which are known at all.

The engine judges those of JSON Schema 2020-12 §7.3 itself; here stand those of OpenAPI and of its format
registry. An unknown format judges nothing, and is said. One that the registry has and the specification has
not is asked of answers only: few clients know it, and none of them is wrong by the document's own words.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from vertrag.contract.schema.directions import Direction

EMAIL_OPTIONS = jsonschema_rs.EmailOptions(
    allow_display_text=False
)  # an address, not `Ada <ada@example.org>`

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*={0,2}")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?(Infinity|NaN)")

_BY_THE_ENGINE = (
    *("date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname"),
    *("ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid"),
    *("json-pointer", "relative-json-pointer", "regex"),
)
_WITHOUT_RULE = ("password", "binary", "commonmark", "html", "media-range")

_LARGEST_FLOAT = 3.4028234663852886e38  # IEEE 754 binary32
_LARGEST_DOUBLE = 1.7976931348623157e308  # IEEE 754 binary64
BOUNDS: Mapping[str, tuple[float, float]] = {
    **{f"int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": (0, 2**bits - 1) for bits in (8, 16, 32, 64)},
    "double-int": (-(2**53) + 1, 2**53 - 1),
    "float": (-_LARGEST_FLOAT, _LARGEST_FLOAT),
    "double": (-_LARGEST_DOUBLE, _LARGEST_DOUBLE),
}
"""The least and the greatest number of each numeric format."""


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _is_base64url(text: str) -> bool:
    # RFC 4648 §5; padding may be left out (§3.2), but one letter of a quantum says nothing.
    bare = text.rstrip("=")
    return (
        _BASE64URL.fullmatch(text) is not None and len(bare) % 4 != 1 and len(text) % 4 in (0, len(bare) % 4)
    )


CHECKS: dict[str, Callable[[str], bool]] = {
    "byte": _is_base64,
    "base64url": _is_base64url,
    "char": lambda text: len(text) == 1,
    "decimal": lambda text: _DECIMAL.fullmatch(text) is not None,
    "decimal128": lambda text: _DECIMAL.fullmatch(text) is not None,
}
"""What the engine asks of texts for the formats that it does not know."""

_ASKED_OF_ALL = ("int32", "int64", "float", "double", "byte")  # OAS 3.0 §4.4

ONLY_OF_ANSWERS = frozenset((*BOUNDS, *CHECKS)) - frozenset(_ASKED_OF_ALL)

KNOWN = frozenset((*_BY_THE_ENGINE, *_WITHOUT_RULE, *BOUNDS, *CHECKS))


def checks_of(direction: Direction) -> dict[str, Callable[[str], bool]]:
    """What the engine asks of texts in one direction."""
    asked = {name: check for name, check in CHECKS.items() if name not in ONLY_OF_ANSWERS}
    return CHECKS if direction == "response" else asked


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.Draft202012Validator(
        {"format": name},
        formats=checks_of("request"),
        validate_formats=True,
        email_options=EMAIL_OPTIONS,
    )


def is_of_format(value: Any, name: str) -> bool:
    """Whether a client may send a value where this format is asked for; unknown ones ask nothing."""
    if isinstance(value, int | float) and name in _ASKED_OF_ALL and name in BOUNDS:
        least, greatest = BOUNDS[name]
        return least <= value <= greatest
    return not isinstance(value, str) or name not in KNOWN or bool(_validator(name).is_valid(value))


def bound(schema: dict[str, Any], direction: Direction) -> None:
    """Write the range of a numeric format into a schema that does not state a narrower one."""
    name = str(schema.get("format"))
    bounds = BOUNDS.get(name)
    if bounds is None or (direction == "request" and name in ONLY_OF_ANSWERS):
        return
    least, greatest = bounds
    if not isinstance(schema.get("minimum"), int | float) or schema["minimum"] < least:
        schema["minimum"] = least
    if not isinstance(schema.get("maximum"), int | float) or schema["maximum"] > greatest:
        schema["maximum"] = greatest
