"""JSON values as bytes and back: fast where the fast library can, complete where it cannot."""

import json
import re
from typing import Any

import orjson

_LONG = re.compile(rb"\d{19}")
"""So many digits may be an integer beyond 64 bits, which the fast library reads as a float."""


def to_json(value: Any) -> bytes:
    """The value as JSON in UTF-8; integers may have any size."""
    try:
        return orjson.dumps(value)
    except TypeError:  # integers beyond 64 bits
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def from_json(content: bytes) -> Any:
    """The value that JSON in UTF-8 says; raises `ValueError` where it says none."""
    value = orjson.loads(content)
    if _LONG.search(content):
        try:
            return json.loads(content)
        except RecursionError:  # nested more deeply than anybody means
            return value
    return value
