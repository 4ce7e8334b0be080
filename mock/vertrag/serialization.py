"""JSON values as bytes and back: fast where the fast library can, complete where it cannot."""

import json
from typing import Any

import orjson


def to_json(value: Any) -> bytes:
    """The value as JSON in UTF-8; integers may have any size."""
    try:
        return orjson.dumps(value)
    except TypeError:  # integers beyond 64 bits
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def from_json(content: bytes) -> Any:
    """The value that `to_json` wrote; integers beyond 64 bits come back as floats, as bodies bring them."""
    return orjson.loads(content)
