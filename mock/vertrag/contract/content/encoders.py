"""Writes values of the media types that are no JSON: XML, sequences, forms and multipart bodies."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape as escape_text
from typing import Any
from xml.parsers import expat

from vertrag.contract.content.form_writing import Encode, form_writer, whole
from vertrag.contract.content.markup import INSTANCE, Markup, Plan
from vertrag.contract.content.media import essence_of, is_xml
from vertrag.contract.content.sequences import EVENTS, LINES, RECORDS
from vertrag.contract.loading.document import Document

# What XML 1.0 §2.2 and §2.3 have no letters for.
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_NAME = re.compile(r"[^\w.-]")
_BEYOND_ASCII = re.compile("[^\0-\x7f]")


def encoder(document: Document, name: str, node: Mapping[str, Any]) -> Encode | None:
    """What writes the values of a media type; None where JSON, text or bytes are written as everywhere."""
    essence = essence_of(name)
    if is_xml(essence):
        return _XML(document, node.get("schema")).write
    if essence == EVENTS:
        return _write_events
    if essence in LINES:
        before = "\x1e" if essence == RECORDS else ""
        return lambda value: _bytes("".join(f"{before}{_json(item)}\n" for item in _items(value)))
    return form_writer(document, essence, node, encoder)


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # half a surrogate pair is no character


def _write_events(value: Any) -> bytes:
    return _bytes("".join(f"{line}\n" for item in _items(value) for line in _event_lines(item)))


def _event_lines(item: Any) -> Iterator[str]:
    event = item if isinstance(item, dict) and isinstance(item.get("data"), str) else {"data": _json(item)}
    for name in ("event", "id", "retry"):
        if name in event:
            yield f"{name}: {event[name]}"
    for line in event["data"].split("\n"):
        yield f"data: {line}"
    yield ""


class _XML:
    """Writes a value by the hints that it is read by."""

    def __init__(self, document: Document, schema: Any) -> None:
        self._markup = Markup(document, schema)
        self._schema = schema

    def write(self, value: Any) -> bytes:
        """The value as a document in UTF-8."""
        reference = str(self._schema.get("$ref", "")) if isinstance(self._schema, Mapping) else ""
        name = reference.rpartition("/")[2] or "root"
        return f'<?xml version="1.0" encoding="UTF-8"?>{self._element(name, value, self._schema)}'.encode()

    def _element(self, name: str, value: Any, schema: Any) -> str:
        plan = self._markup.plan(schema)
        tag, attributes = _tag(name, plan.hint)
        content = ""
        if value is None:
            attributes += f' xmlns:xsi="{INSTANCE}" xsi:nil="true"'
        elif isinstance(value, list):
            content = "".join(
                self._element(str(plan.hint.get("name", name)), item, plan.items) for item in value
            )
        elif isinstance(value, dict):
            for member, each in value.items():
                written_attribute, written = self._member(member, each, plan)
                attributes += written_attribute
                content += written
        else:
            content = escape_text(_text(value))
        return f"<{tag}{attributes}>{content}</{tag}>"

    def _member(self, name: str, value: Any, owner: Plan) -> tuple[str, str]:
        """One member as an attribute or as what stands between the tags."""
        schema = owner.members.get(name, owner.others)
        plan = self._markup.plan(schema)
        if plan.kind == "attribute":
            tag, _ = _tag(name, plan.hint)
            return f" {tag}={_quoted(_text(value))}", ""
        if plan.kind in ("text", "cdata"):
            return "", escape_text(_text(value))
        if isinstance(value, list) and (plan.kind == "none" or not plan.shape.is_array):
            item_name = str(plan.hint.get("name", name))
            return "", "".join(self._element(item_name, item, plan.items) for item in value)
        return "", self._element(name, value, schema)


def _tag(name: str, hint: Mapping[str, Any]) -> tuple[str, str]:
    """The name of an element with its prefix, and what declares its namespace."""
    local = _name(str(hint.get("name", name)))
    namespace, prefix = hint.get("namespace"), hint.get("prefix")
    if not isinstance(namespace, str):
        return local, ""
    if isinstance(prefix, str) and prefix:
        return f"{prefix}:{local}", f" xmlns:{prefix}={_quoted(namespace)}"
    return local, f" xmlns={_quoted(namespace)}"


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    """The text as a name; of letters beyond ASCII parsers know those of their edition of XML alone."""
    name = _NO_NAME.sub("_", text)
    name = name if name[:1].isalpha() or name.startswith("_") else f"_{name}"
    parser = expat.ParserCreate()
    try:
        parser.Parse(f"<{name}/>".encode(), True)  # noqa: FBT003 - a flag of the C function
    except expat.ExpatError:
        return _BEYOND_ASCII.sub("_", name)
    return name


def _text(value: Any) -> str:
    return _NO_CHARACTER.sub("\ufffd", value if isinstance(value, str) else _json(whole(value)))


def _quoted(text: str) -> str:
    """The text as the value of an attribute; line ends and tabs would else be read as spaces (XML §3.3.3)."""
    escaped = escape_text(text)
    for character in "\t\n\r":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    return f'"{escaped}"'
