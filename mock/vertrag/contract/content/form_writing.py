"""Writes forms and multipart bodies, the inverse of how `forms` and `multipart` read them."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote_plus

from vertrag.contract.content.media import FORM, essence_of, is_json
from vertrag.contract.loading.document import Document
from vertrag.contract.schema.shapes import Shape, shape_of

BOUNDARY = "the-next-part-of-this-answer"
"""What stands between the parts; the same each time, so that the same answer has the same bytes."""

_BYTES = "application/octet-stream"


def form_writer(document: Document, essence: str, node: Mapping[str, Any]) -> Callable[[Any], bytes] | None:
    """What writes the values of a form or of a multipart media type; None for any other."""
    if essence == FORM:
        return _write_form
    return _Parts(document, node).write if essence.startswith("multipart/") else None


def with_boundary(content_type: str) -> str:
    """The Content-Type of a body that was written here."""
    is_multipart = content_type.lower().startswith("multipart/") and "boundary=" not in content_type
    return f"{content_type}; boundary={BOUNDARY}" if is_multipart else content_type


def _write_form(value: Any) -> bytes:
    pairs = _pairs(value)
    return "&".join(f"{quote_plus(name)}={quote_plus(_text(item))}" for name, item in pairs).encode()


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    """Names and values, a list as several of one name; what is no map has no names."""
    for name, each in value.items() if isinstance(value, Mapping) else [("", value)]:
        for item in each if isinstance(each, list) else [each]:
            yield name, item


def whole(value: Any) -> Any:
    """A whole number without its fraction: as a text, `1.0` is no integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _json(whole(value))


class _Parts:
    """Writes the parts of one multipart media type."""

    def __init__(self, document: Document, node: Mapping[str, Any]) -> None:
        self._shape = shape_of(document, node.get("schema"), deepest=2)  # the items of a member
        encoding = node.get("encoding")
        self._encoding = encoding if isinstance(encoding, Mapping) else {}

    def write(self, value: Any) -> bytes:
        """The value as parts, each after its boundary."""
        parts = b"".join(self._part(name, item) for name, item in _pairs(value))
        return parts + f"--{BOUNDARY}--\r\n".encode()

    def _part(self, name: str, value: Any) -> bytes:
        is_file = self._is_file(name)
        media_type = self._media_type(name, value, is_file=is_file)
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        about = f'Content-Disposition: form-data; name="{quoted}"' + ('; filename="file"' if is_file else "")
        if media_type:
            about += f"\r\nContent-Type: {media_type}"
        content = _json(value) if is_json(essence_of(media_type)) else _text(value)
        return f"--{BOUNDARY}\r\n{about}\r\n\r\n".encode() + _bytes(content, raw=is_file) + b"\r\n"

    def _media_type(self, name: str, value: Any, *, is_file: bool) -> str:
        described = self._encoding.get(name)
        stated = described.get("contentType") if isinstance(described, Mapping) else None
        for declared in stated.split(",") if isinstance(stated, str) else ():
            if "*" not in declared:
                return declared.strip()
        if is_file:
            return _BYTES
        return "" if isinstance(value, str | int | float) else "application/json"

    def _is_file(self, name: str) -> bool:
        shape: Shape | None = (self._shape.members or {}).get(name)
        if shape is not None and shape.is_array:
            shape = shape.items
        return shape is not None and shape.is_binary


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _bytes(text: str, *, raw: bool) -> bytes:
    """The text in UTF-8; of a file one byte for each character where that can be, as it is read."""
    try:
        return text.encode("latin-1" if raw else "utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
