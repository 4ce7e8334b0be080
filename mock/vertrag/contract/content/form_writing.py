"""Writes forms and multipart bodies, the inverse of how `forms` and `multipart` read them."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote_plus

from vertrag.contract.content.forms import STYLE_FIELDS
from vertrag.contract.content.media import FORM, essence_of, is_json
from vertrag.contract.content.multipart import member_schemas
from vertrag.contract.loading.document import Document
from vertrag.contract.schema.shapes import Shape, shape_of

BOUNDARY = "the-next-part-of-this-answer"
"""What stands between the parts; the same each time, so that the same answer has the same bytes."""

_BYTES = "application/octet-stream"
_SEPARATORS: Mapping[str, str] = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}

Encode = Callable[[Any], bytes]
Encoder = Callable[[Document, str, Mapping[str, Any]], Encode | None]
"""What writes the values of a media type, as `encoders` knows it: for parts that are no text and no JSON."""


def form_writer(document: Document, essence: str, node: Mapping[str, Any], encoder: Encoder) -> Encode | None:
    """What writes the values of a form or of a multipart media type; None for any other."""
    if essence == FORM:
        return _Form(node).write
    return _Parts(document, node, encoder).write if essence.startswith("multipart/") else None


def with_boundary(content_type: str) -> str:
    """The Content-Type of a body that was written here."""
    is_multipart = content_type.lower().startswith("multipart/") and "boundary=" not in content_type
    return f"{content_type}; boundary={BOUNDARY}" if is_multipart else content_type


class _Form:
    """Writes a form; members whose Encoding Objects have a style as the query parameters that they say."""

    def __init__(self, node: Mapping[str, Any]) -> None:
        self._encoding = _encoding_of(node)

    def write(self, value: Any) -> bytes:
        """The value as pairs."""
        members = value.items() if isinstance(value, Mapping) else [("", value)]
        pairs = (pair for name, each in members for pair in self._member(name, each))
        return "&".join(f"{quote_plus(name)}={text}" for name, text in pairs).encode()

    def _member(self, name: str, value: Any) -> Iterator[tuple[str, str]]:
        encoding = self._encoding.get(name)
        if isinstance(encoding, Mapping) and encoding.keys() & STYLE_FIELDS:
            style = str(encoding.get("style", "form"))
            return _styled(name, value, style, explode=bool(encoding.get("explode", style == "form")))
        stated = encoding.get("contentType") if isinstance(encoding, Mapping) else None
        is_whole = isinstance(stated, str) and is_json(essence_of(stated))
        return iter([(name, quote_plus(_json(value)))]) if is_whole else _repeated({name: value})


def _repeated(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((name, quote_plus(_text(item))) for name, item in _pairs(value))


def _styled(name: str, value: Any, style: str, *, explode: bool) -> Iterator[tuple[str, str]]:
    """A member as a query parameter of a style (OAS 3.0 §4.7.12.4): what separates is not encoded."""
    is_object = isinstance(value, Mapping)
    if style == "deepObject" and is_object:
        yield from _repeated({f"{name}[{key}]": each for key, each in value.items()})
    elif explode:
        yield from _repeated(value if is_object else {name: value})
    else:
        parts = [part for pair in value.items() for part in pair] if is_object else value
        listed = parts if isinstance(parts, list) else [parts]
        yield name, _SEPARATORS.get(style, ",").join(quote_plus(_text(part)) for part in listed)


def _encoding_of(node: Mapping[str, Any]) -> Mapping[str, Any]:
    encoding = node.get("encoding")
    return encoding if isinstance(encoding, Mapping) else {}


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

    def __init__(self, document: Document, node: Mapping[str, Any], encoder: Encoder) -> None:
        self._document = document
        self._encoder = encoder
        self._shape = shape_of(document, node.get("schema"), deepest=2)  # the items of a member
        self._schemas = member_schemas(document, node.get("schema"))
        self._encoding = _encoding_of(node)

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
        content = self._content(name, value, media_type, raw=is_file)
        return f"--{BOUNDARY}\r\n{about}\r\n\r\n".encode() + content + b"\r\n"

    def _content(self, name: str, value: Any, media_type: str, *, raw: bool) -> bytes:
        if is_json(essence_of(media_type)):
            return _bytes(_json(value), raw=raw)
        encode = self._encoder(self._document, media_type, {"schema": self._schemas.get(name)})
        if encode is not None and not (raw and isinstance(value, str)):
            return encode(value)
        return _bytes(_text(value), raw=raw)

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
