"""Rewrites a document into JSON Schema 2020-12 for one direction, as the laws of `schemas` say."""

from collections.abc import Mapping
from itertools import islice
from typing import Any
from urllib.parse import unquote

from vertrag.contract.loading.bundle import SCOPE
from vertrag.contract.loading.defects import Defect, place
from vertrag.contract.loading.document import Document, escape
from vertrag.contract.loading.pointers import fragment, pointer_tokens
from vertrag.contract.reading.fields import STRUCTURE
from vertrag.contract.schema import formats, patterns
from vertrag.contract.schema.directions import Direction, Directions, Relief
from vertrag.contract.schema.explanations import WRITE_ONLY
from vertrag.contract.schema.older_drafts import in_words_of_2020
from vertrag.contract.schema.soundness import make_sound
from vertrag.errors import DocumentError

_FLAG: Mapping[Direction, str] = {"request": "readOnly", "response": "writeOnly"}

_SAYS_NOTHING = frozenset(
    (
        *("title", "description", "default", "deprecated", "readOnly", "writeOnly", "$comment"),
        *("example", "examples", "externalDocs", "xml"),
    )
)
"""Keywords that judge nothing: a large document is for the most part these."""

_OF_TYPE = _SAYS_NOTHING | {"type", "nullable"}


class Rewriter:
    """Rewrites one document into JSON Schema 2020-12 for one direction.

    Of the document only what holds schemas is kept, of schemas only what judges. `other` is the rewriter of
    the other direction once it is done: what reads alike in both is taken from there.
    """

    def __init__(self, document: Document, direction: Direction, other: "Rewriter | None" = None) -> None:
        self._document = document
        self._direction = direction
        self._directions = Directions(document, _FLAG[direction])
        self._either = Directions(document, *_FLAG.values())
        self._is_30 = document.version < (3, 1)
        # YAML aliases share nodes; rewriting each once keeps a small file from growing into a huge tree.
        self._done: dict[tuple[int, str], Any] = other.alike() if other else {}
        self._unlike: set[tuple[int, str]] = set()
        self._differences = 0
        self._composed: list[tuple[Mapping[str, Any], dict[str, Any]]] = []
        self.defects: list[Defect] = []
        self.unknown_formats: list[Defect] = []
        self.resources: list[tuple[str, Any]] = []
        self._roots: dict[str, Any] = {}
        self._references: dict[str, bool] = {}

    @property
    def is_the_same_for_both(self) -> bool:
        """Whether the tree, once rewritten, would read alike in the other direction."""
        return not self._differences

    def alike(self) -> dict[tuple[int, str], Any]:
        """What was rewritten and reads alike in the other direction, by the node that it was and its kind."""
        return {key: made for key, made in self._done.items() if key not in self._unlike}

    def rewrite(self) -> Any:
        """The whole tree; `resources` are then those of its schemas that have a URI of their own."""
        rewritten = self._node(self._document.tree, "OpenAPI", "")
        annexed = {at: self._annex(at, kind) for at, kind in self._document.annexes.items()}
        self._relieve()
        self.defects.extend(make_sound(self._roots))
        return graft(rewritten, annexed)

    def rewrite_only(self, pointer: str, most: int) -> Any:
        """A tree of the schema at a pointer and of all that it refers to, each at its place.

        None where it refers to more than `most` schemas. Other schemas are not looked at.
        """
        made: dict[str, Any] = {}
        waiting = [pointer]
        while waiting:
            if len(made) > most:
                return None
            here = waiting.pop()
            known = len(self._references)
            made[here] = self._root(self._document.at(fragment(here)), "Schema", here)
            met = islice(self._references.items(), known, None)
            waiting += [unquote(reference[1:]) for reference, leads_somewhere in met if leads_somewhere]
        self._relieve()
        self.defects.extend(make_sound(self._roots))
        return graft({}, made)

    def _annex(self, pointer: str, kind: str) -> Any:
        return self._node(self._document.at(fragment(pointer)), kind, pointer)

    def _relieve(self) -> None:
        if self._composed:
            done = {key[0]: made for key, made in self._done.items() if key[1] == "Schema"}
            relief = Relief(self._document, self._directions, done)
            for original, made in self._composed:
                relief.relieve(original, made)

    def _node(self, node: Any, kind: str, place: str) -> Any:
        if kind == "Schema" and isinstance(node, dict) and _OF_TYPE.issuperset(node):
            return self._typed(node)
        if kind == "Dependency":  # a schema, or a list of names that stays as it is
            kind = "Schema"
        key = (id(node), kind)
        if key in self._done:
            self._differences += key in self._unlike
            return self._done[key]
        before = self._differences
        made = self._done[key] = self._rewritten(node, kind, place)
        if self._differences > before:
            self._unlike.add(key)
        return made

    def _rewritten(self, node: Any, kind: str, place: str) -> Any:
        if kind[0] == "[":
            if not isinstance(node, list):
                return node
            return [self._node(item, kind[1:-1], f"{place}/{index}") for index, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        if kind == "Schema":
            return self._schema(node, place)
        if kind == "{Schema}":
            return {key: self._member(key, value, place) for key, value in node.items()}
        if kind[0] == "{":
            each = kind[1:-1]
            return {key: self._node(value, each, f"{place}/{escape(key)}") for key, value in node.items()}
        fields = STRUCTURE[kind]
        every = fields.get("*")
        return {
            k: self._root(v, inner, f"{place}/{escape(k)}")
            for k, v in node.items()
            if (inner := every or fields.get(k))
        }

    def _member(self, name: str, node: Any, place: str) -> Any:
        if isinstance(node, dict) and _OF_TYPE.issuperset(node):
            return self._typed(node)  # as most are, which need no more looking at
        return self._node(node, "Schema", f"{place}/{escape(name)}")

    def _typed(self, node: Mapping[str, Any]) -> dict[str, Any]:
        schema = {"type": node["type"]} if "type" in node else {}
        if "nullable" not in node:
            return schema
        schema["nullable"] = node["nullable"]
        return _said_in_2020(schema) if self._is_30 else schema

    def _root(self, node: Any, kind: str, place: str) -> Any:
        is_new = (id(node), kind) not in self._done
        made = self._node(node, kind, place)
        if kind == "Schema" and is_new:
            self._roots[place] = made
        elif kind == "{Schema}" and is_new and isinstance(made, dict):
            self._roots.update((f"{place}/{escape(name)}", each) for name, each in made.items())
        return made

    def _parts(self, node: Mapping[str, Any], place: str) -> dict[str, Any]:
        fields = STRUCTURE["Schema"]
        parts: dict[str, Any] = {}
        for key, value in node.items():
            inner = fields.get(key)
            if inner is None:
                if key not in _SAYS_NOTHING:
                    parts[key] = value
                continue
            if key == "items" and isinstance(value, list):
                inner = "[Schema]"
            parts[key] = self._node(value, inner, f"{place}/{key}")
        return parts

    def _schema(self, original: Mapping[str, Any], place: str) -> dict[str, Any]:
        if isinstance(original.get("$ref"), str) and not self._leads_somewhere(original["$ref"], place):
            return {}
        if self._is_30 and "$ref" in original:
            return {"$ref": original["$ref"]}  # OAS 3.0 §4.7.23: siblings of $ref shall be ignored
        schema = self._parts(original, place)
        scope = self._name(schema)
        if "format" in schema:
            self._differences += str(schema["format"]) in formats.ONLY_OF_ANSWERS
            formats.bound(schema, self._direction)
            self._note_format(schema, place)
        self._read_patterns(schema, place)
        if self._either.hidden(original):
            self._differences += 1
            self._aim(original, schema)
            if "allOf" in schema or "anyOf" in schema or "oneOf" in schema:
                self._composed.append((original, schema))
        in_words_of_2020(schema)
        if scope:
            self.resources.append((scope, schema))
            # Only a reference to its URI enters a scope; what it defines can still be referred to from here.
            return {"$ref": scope, **{key: schema[key] for key in ("$defs", "definitions") if key in schema}}
        return _said_in_2020(schema) if self._is_30 else schema

    def _leads_somewhere(self, reference: str, here: str) -> bool:
        if reference not in self._references:
            try:
                self._document.at(reference)
                self._references[reference] = True
            except DocumentError:
                self._references[reference] = False
        if not self._references[reference]:
            self.defects.append(
                Defect(place(here), f"$ref {reference!r} leads nowhere: anything is let through")
            )
        return self._references[reference]

    def _name(self, schema: dict[str, Any]) -> str:
        """The schema's own URI, which it keeps only where dynamic references need one; see `bundle`."""
        for key in ("$schema", "$anchor"):
            schema.pop(key, None)
        if "$id" not in schema and not self._document.has_scopes:
            return ""
        urn = f"urn:vertrag:{self._direction}"
        scope = str(schema.pop("$id", ""))
        if self._document.has_scopes and isinstance(schema.get("$ref"), str):
            self._differences += 1
            schema["$ref"] = urn + schema["$ref"]
        if not scope.startswith(SCOPE):
            return ""
        schema["$id"] = f"{urn}:{scope.removeprefix(SCOPE)}"
        return str(schema["$id"])

    def _read_patterns(self, schema: dict[str, Any], place: str) -> None:
        if isinstance(schema.get("pattern"), str):
            read = self._pattern(schema.pop("pattern"), f"{place}/pattern")
            if read is not None:
                schema["pattern"] = read
        if isinstance(schema.get("patternProperties"), Mapping):
            members = schema["patternProperties"].items()
            readings = ((self._pattern(key, f"{place}/patternProperties"), value) for key, value in members)
            schema["patternProperties"] = {key: value for key, value in readings if key is not None}

    def _pattern(self, pattern: str, here: str) -> str | None:
        read = patterns.readable(patterns.meant(pattern))
        if read is None:
            self.defects.append(
                Defect(place(here), f"the pattern {pattern!r} cannot be read, it judges nothing")
            )
        return read

    def _note_format(self, schema: Mapping[str, Any], place: str) -> None:
        said = schema.get("format")
        if isinstance(said, str) and said not in formats.KNOWN:
            self.unknown_formats.append(Defect(f"{place}/format", f"the format {said!r} judges nothing"))

    def _aim(self, original: Mapping[str, Any], schema: dict[str, Any]) -> None:
        """Apply law 3: drop what this direction does not carry."""
        self._drop_demands(schema, self._directions.hidden(original))
        hidden = self._directions.own(original) if self._direction == "response" else frozenset()
        if hidden:
            schema["properties"] = {
                name: WRITE_ONLY if name in hidden else member
                for name, member in schema["properties"].items()
            }

    def _drop_demands(self, schema: dict[str, Any], hidden: frozenset[str]) -> None:
        if hidden and isinstance(schema.get("required"), list):
            schema["required"] = _without(schema["required"], hidden)
        if hidden and isinstance(schema.get("dependentRequired"), Mapping):
            schema["dependentRequired"] = {
                name: _without(demanded, hidden) for name, demanded in schema["dependentRequired"].items()
            }


def _without(names: Any, hidden: frozenset[str]) -> Any:
    if not isinstance(names, list):
        return names  # which is said where the schema is made sound
    return [name for name in names if not (isinstance(name, str) and name in hidden)]


def _said_in_2020(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of OpenAPI 3.0 in the words of JSON Schema 2020-12."""
    if schema.pop("nullable", False) is not True:
        return schema
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        return schema
    # The letter of 3.0.3 gives `nullable` no effect without `type`; authors who write it mean null.
    # A condition and no choice: what breaks the schema is said as it stands, not as "matches none of both".
    return {"if": {"type": "null"}, "else": schema}


def graft(tree: Any, annexes: Mapping[str, Any]) -> Any:
    """The tree with these nodes at their pointers; what is on the way there is copied once, or made."""
    root = {"": tree}
    own: set[int] = {id(root)}
    for pointer in sorted(annexes, key=len):  # the outer before what lies in them
        *way, last = ["", *pointer_tokens(fragment(pointer)[1:])]
        node: Any = root
        for token in way:
            key: Any = int(token) if isinstance(node, list) else token
            inner = node[key] if isinstance(node, list) else node.get(key, {})
            if id(inner) not in own:
                node[key] = inner = inner.copy()
                own.add(id(inner))
            node = inner
        node[int(last) if isinstance(node, list) else last] = annexes[pointer]
    return root[""]
