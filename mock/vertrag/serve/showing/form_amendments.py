"""What the served document says of forms where the author's says too little of what the mock takes.

1. A value alone and a list of one are the same bytes: the schema of a list takes its item, too.
2. In a part, any value is a text: where a member may be any text, all values are taken.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from vertrag.contract.content.media import FORM, essence_of, is_json
from vertrag.contract.loading.document import Document, escape

ADDED = "x-vertrag-added"

_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_OF_WHOLE_LISTS = frozenset(
    {
        *("enum", "const", "contains", "prefixItems", "allOf", "not", "if"),  # a rule on more than each item
        *("readOnly", "writeOnly"),  # which belong to a member and not to one of its alternatives
    }
)
_OF_ANY_TEXT = frozenset(
    {"type", "title", "description", "example", "examples", "default", "nullable", "deprecated", "minLength"}
)
_NAMED = frozenset({"$id", "$anchor", "$dynamicAnchor"})  # what has a name is not written twice
_DEEPEST = 8  # compositions within each other


def amended_forms(
    document: Document, owners: Iterable[tuple[str, Mapping[str, Any]]]
) -> Iterator[tuple[str, Any]]:
    """The schemas of forms that take more than they say, by their pointers; `owners` are the operations."""
    named = (document.tree.get("components") or {}).get("requestBodies") or {}
    bodies = [(f"/components/requestBodies/{escape(str(name))}", body) for name, body in named.items()]
    bodies += [(f"{pointer}/requestBody", node.get("requestBody")) for pointer, node in owners]
    for pointer, body in bodies:
        content = body.get("content") if isinstance(body, Mapping) else None
        for name, node in content.items() if isinstance(content, Mapping) else ():
            essence = essence_of(str(name))
            if (essence == FORM or essence.startswith("multipart/")) and isinstance(node, Mapping):
                form = _Form(document, node.get("encoding"), is_text=essence == FORM)
                schema = form.loosened(node.get("schema"))
                if schema is not node.get("schema"):
                    yield f"{pointer}/content/{escape(str(name))}/schema", schema


class _Form:
    """One form: its Encoding Objects, and whether its members are texts alone."""

    def __init__(self, document: Document, encodings: Any, *, is_text: bool) -> None:
        self._document = document
        self._encodings = encodings if isinstance(encodings, Mapping) else {}
        self._is_text = is_text

    def loosened(self, schema: Any, depth: int = 0) -> Any:
        """The schema written out with members that take more, itself where there are none."""
        node = self._document.resolve(schema)
        if not isinstance(node, Mapping) or depth > _DEEPEST or node.keys() & _NAMED:
            return schema
        changed: dict[str, Any] = {}
        members, parts = node.get("properties"), node.get("allOf")
        if isinstance(members, Mapping):
            wanted = node.get("required")
            needed = wanted if isinstance(wanted, list) else []
            loose = {name: self._loose(str(name), each, name in needed) for name, each in members.items()}
            if any(loose[name] is not members[name] for name in loose):
                changed["properties"] = loose
        if isinstance(parts, list):
            wholes = [self.loosened(part, depth + 1) for part in parts]
            if any(whole is not part for whole, part in zip(wholes, parts, strict=True)):
                changed["allOf"] = wholes
        return {**node, **changed} if changed else schema

    def _loose(self, name: str, member: Any, is_needed: bool) -> Any:  # noqa: FBT001 - private
        node = self._document.resolve(member)
        if not isinstance(node, Mapping):
            return member
        others = self._beside_a_text(name, node, int(is_needed)) or self._beside_a_list(name, node)
        told = {key: node[key] for key in ("description", "example") if key in node}
        return {**told, "anyOf": [member, *others], ADDED: True} if others else member

    def _beside_a_text(self, name: str, node: Mapping[str, Any], parts: int) -> list[Any]:
        """What else is taken where any text is: each value has one, and a list of one is that one.

        `parts` is how many there are at least: an empty list has none.
        """
        least = node.get("minLength", 0)
        is_any = node.get("type") == "string" and node.keys() <= _OF_ANY_TEXT and least in (0, 1)
        if self._is_text or name in self._encodings or not is_any:
            return []
        null = {"type": "null"} if self._document.version >= (3, 1) else {"type": "boolean", "nullable": True}
        kinds = [{"type": kind} for kind in ("boolean", "number", "object")]
        return [null, *kinds, {"type": "array", "minItems": parts, "maxItems": 1, "items": {}}]

    def _beside_a_list(self, name: str, node: Mapping[str, Any]) -> list[Any]:
        """What else is taken where a list is: its item, which is the same bytes as a list of one."""
        if node.get("type") != "array" or node.keys() & _OF_WHOLE_LISTS:
            return []
        least, most = node.get("minItems", 0), node.get("maxItems", 1)
        fits = isinstance(least, int) and least <= 1 and isinstance(most, int) and most >= 1
        item = self._document.resolve(node.get("items"))
        if not fits or not isinstance(item, Mapping) or not self._stands_alone(name, item):
            return []
        return [node["items"]]

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
