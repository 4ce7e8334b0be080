"""Says one schema in the words of JSON Schema 2020-12, for one direction, as the judge reads it.

OpenAPI 3.0 has words of its own (`nullable`, boolean exclusive bounds, `$ref` without siblings); a response
has no writeOnly members, an invented request no readOnly ones.
"""

from collections.abc import Mapping
from typing import Any

from vertrag.contract.loading.document import Document
from vertrag.contract.schema import formats
from vertrag.contract.schema.older_drafts import in_words_of_2020, is_of_an_older_draft
from vertrag.contract.schema.schemas import Direction
from vertrag.errors import DocumentError

Schema = Mapping[str, Any]


class Wording:
    """The schemas of one document as they are meant; each is read once."""

    def __init__(self, document: Document, direction: Direction) -> None:
        self._document = document
        self._hiding = "writeOnly" if direction == "response" else "readOnly"
        self._is_30 = document.version < (3, 1)
        # The node is kept beside its reading, so that no other node can come by its id.
        self._read: dict[int, tuple[Schema, Schema]] = {}

    def of(self, node: Schema) -> Schema:
        """The schema in the words of 2020-12."""
        known = self._read.get(id(node))
        if known is None:
            known = self._read[id(node)] = (node, self._worded(node))
        return known[1]

    def target(self, reference: str) -> Any:
        """The schema that a reference leads to, by JSON pointer or by anchor."""
        if len(reference) > 1 and reference.startswith("#") and reference[1] != "/":
            return self._anchored(reference[1:])
        return self._document.at(reference)

    def _anchored(self, anchor: str) -> Any:
        pending: list[Any] = [self._document.tree]
        while pending:
            node = pending.pop()
            if isinstance(node, Mapping):
                if anchor in (node.get("$anchor"), node.get("$dynamicAnchor")):
                    return node
                pending.extend(node.values())
            elif isinstance(node, list):
                pending.extend(node)
        raise DocumentError(f"{self._document.source}: no schema has the anchor {anchor!r}")

    def _worded(self, node: Schema) -> Schema:
        if self._is_30 and "$ref" in node:
            return {"$ref": node["$ref"]}  # OAS 3.0 §4.7.23: siblings of $ref shall be ignored
        if is_of_an_older_draft(node):
            node = dict(node)
            in_words_of_2020(node)
        if self._is_30:
            node = _said_in_2020(node)
        if node.get("format") in formats.BOUNDS:
            node = dict(node)
            formats.bound(node, "response")
        return self._shown(node)

    def _shown(self, node: Schema) -> Schema:
        """The schema without what this direction does not carry."""
        members = node.get("properties")
        if not isinstance(members, Mapping):
            return node
        hidden = {name for name, member in members.items() if self._is_hidden(member)}
        if not hidden:
            return node
        shown = {name: False if name in hidden else member for name, member in members.items()}
        return {
            **node,
            "properties": shown,
            "required": [name for name in node.get("required") or () if name not in hidden],
        }

    def _is_hidden(self, member: Any) -> bool:
        if not isinstance(member, Mapping):
            return False
        if "$ref" not in member or member.get(self._hiding) is True:
            return member.get(self._hiding) is True
        try:
            target = self._document.resolve(member)
        except DocumentError:
            return False  # said where the schema is compiled
        return isinstance(target, Mapping) and target.get(self._hiding) is True


def _said_in_2020(node: Schema) -> Schema:
    if "nullable" not in node:
        return node
    said = dict(node)
    if said.pop("nullable", False) is not True:
        return said
    if isinstance(said.get("type"), str):
        return {**said, "type": [said["type"], "null"]}
    return {"anyOf": [said, {"type": "null"}]}
