"""The lists in bodies where a value alone, or none at all, is the same bytes as a list: a schema takes both.

1. In a form, and in XML without a wrapper, a value alone and a list of one are the same.
2. A form has no way to write an empty list: one that is required has an item.
3. A wrapper in XML that is empty is an empty list, an empty text and nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from vertrag.contract.content.media import FORM, essence_of, is_json, is_xml
from vertrag.contract.loading.document import Document

ADDED = "x-vertrag-added"

_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_OF_WHOLE_LISTS = frozenset(
    {
        *("enum", "const", "contains", "prefixItems", "allOf", "not", "if"),  # a rule on more than each item
        *("readOnly", "writeOnly"),  # which belong to a member and not to one of its alternatives
    }
)
_NAMED = frozenset({"$id", "$anchor", "$dynamicAnchor"})  # what has a name is not written twice
_DEEPEST = 8  # compositions within each other

Loosen = Callable[[str, Any, bool], Any]
"""Makes of the name of a member, its schema and whether it is required the schema that the bytes have."""


def loosened(document: Document, essence: str, node: Mapping[str, Any]) -> Any:
    """The schema of a media type in such words, itself where it needs none."""
    schema = node.get("schema")
    if is_xml(essence):
        return _written(document, schema, _XML(document).loosened)
    if essence == FORM or essence.startswith("multipart/"):
        form = _Form(document, node.get("encoding"), is_text=essence == FORM)
        return _written(document, schema, form.loosened)
    return schema


def _written(document: Document, schema: Any, loosen: Loosen, depth: int = 0) -> Any:
    """The schema written out with other members, itself where all stay as they are."""
    node = document.resolve(schema)
    if not isinstance(node, Mapping) or depth > _DEEPEST or node.keys() & _NAMED:
        return schema
    changed: dict[str, Any] = {}
    members, parts, needed = node.get("properties"), node.get("allOf"), node.get("required") or ()
    if isinstance(members, Mapping):
        loose = {name: loosen(str(name), member, name in needed) for name, member in members.items()}
        if any(loose[name] is not members[name] for name in loose):
            changed["properties"] = loose
    if isinstance(parts, list):
        wholes = [_written(document, part, loosen, depth + 1) for part in parts]
        if any(whole is not part for whole, part in zip(wholes, parts, strict=True)):
            changed["allOf"] = wholes
    return {**node, **changed} if changed else schema


class _Form:
    """One form: its Encoding Objects, and whether its members are texts alone."""

    def __init__(self, document: Document, encodings: Any, *, is_text: bool) -> None:
        self._document = document
        self._encodings = encodings if isinstance(encodings, Mapping) else {}
        self._is_text = is_text

    def loosened(self, name: str, member: Any, is_needed: bool) -> Any:  # noqa: FBT001 - see `Loosen`
        """A list that is its item as well, and is not empty where it is required."""
        return self._or_one(name, self._filled(member) if is_needed else member)

    def _filled(self, member: Any) -> Any:
        """A list that has an item, where none were nothing at all."""
        node = self._document.resolve(member)
        is_list = isinstance(node, Mapping) and node.get("type") == "array"
        return {**node, "minItems": 1, ADDED: True} if is_list and not node.get("minItems") else member

    def _or_one(self, name: str, member: Any) -> Any:
        node = self._document.resolve(member)
        item = self._document.resolve(node.get("items")) if _takes_one(node) else None
        if not isinstance(item, Mapping) or not self._stands_alone(name, item):
            return member
        told = {key: node[key] for key in ("description", "example") if key in node}
        return {**told, "anyOf": [member, node["items"]], ADDED: True}

    def _stands_alone(self, name: str, item: Mapping[str, Any]) -> bool:
        """Whether one item is sent as it is, and shown to people as the value that it is.

        Swagger UI asks for files where a list of files is declared, and not where one of several things is.
        """
        encoding = self._document.resolve(self._encodings.get(name))
        declared = str(encoding.get("contentType", "")) if isinstance(encoding, Mapping) else ""
        if item.get("type") == "object":
            return not self._is_text
        is_file = item.get("format") == "binary"
        return item.get("type") in _SCALARS and not is_file and not is_json(essence_of(declared))


class _XML:
    """One body in XML."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def loosened(self, _: str, member: Any, __: bool) -> Any:  # noqa: FBT001 - see `Loosen`
        """A list that is its item as well, or nothing in a wrapper; how it is written stays beside that."""
        node = self._document.resolve(member)
        if not _takes_one(node):
            return member
        hint = node.get("xml")
        is_wrapped = isinstance(hint, Mapping) and hint.get("wrapped") is True
        item = self._document.resolve(node.get("items"))
        is_plain = isinstance(item, Mapping) and item.get("type") in _SCALARS
        if is_wrapped and not node.get("minItems"):
            other: Any = {"type": "string", "maxLength": 0}
        elif is_plain and not is_wrapped:
            other = node["items"]
        else:
            return member
        rest = {key: value for key, value in node.items() if key != "type"}
        return {**rest, "anyOf": [{"type": "array"}, other], ADDED: True}


def _takes_one(node: Any) -> bool:
    """Whether a schema is that of a list that may have one item, whatever it is."""
    if not isinstance(node, Mapping) or node.get("type") != "array" or node.keys() & _OF_WHOLE_LISTS:
        return False
    least, most = node.get("minItems", 0), node.get("maxItems", 1)
    return isinstance(least, int) and least <= 1 and isinstance(most, int) and most >= 1
