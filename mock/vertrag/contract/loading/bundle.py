"""Makes one tree of a document and of the files that it refers to.

Laws
1. Afterwards every reference is a JSON pointer into that tree, whichever file, `$id` or anchor it was
   written against; other files lie under `x-vertrag-files`.
2. Only what stands where OpenAPI knows a reference is one: `$ref` inside of an example is data.
3. A reference that cannot be followed is taken out and said as a defect; what it leaves open is empty.
4. Every node is visited once per kind, whoever refers to it: time is linear, and circles end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urljoin

from vertrag.contract.loading.defects import Defect, place
from vertrag.contract.loading.library import Base, Library
from vertrag.contract.loading.pointers import fragment
from vertrag.contract.loading.tidying import UNREFERABLE, Part, fits, is_leaf, parts
from vertrag.errors import DocumentError

DANGLING = "x-vertrag-dangling"
"""The field that keeps a reference which could not be followed."""

SCOPE = "urn:vertrag:scope:"
"""How the `$id` of a schema starts that dynamic references stay within."""

# Where the standard allows no reference authors write one all the same: it means what it leads to.
_SPLICED = frozenset({"Components", "Operation", "Operation2", "PathItem", "PathItem2", "Encoding"})
_SAYS_NOTHING = frozenset({"$ref", "title", "summary", "description", "deprecated", "$comment"})


@dataclass(frozen=True, slots=True)
class _Reference:
    """A reference: the node whose field it is, the kind of what it leads to, and where it stands."""

    node: dict[str, Any]
    key: str
    kind: str
    pointer: str
    base: Base


@dataclass(frozen=True, slots=True)
class Bundle:
    """What became of a document: `annexes` are the kinds of nodes that only references know, by pointer.

    `has_scopes` says whether dynamic references are left, each within a schema that has an `$id`; `files` are
    the URIs of all files that were read or looked for, `unread` says why some could not be.
    """

    annexes: dict[str, str]
    defects: tuple[Defect, ...]
    has_scopes: bool
    files: tuple[str, ...]
    unread: dict[str, str]


def bundle(tree: dict[str, Any], kind: str, location: str, *, modern: bool, allow_remote: bool) -> Bundle:
    """Bundle a tree of a kind in place; `location` is its URI, `modern` whether it is 3.1 or later."""
    library = Library(tree, location, allow_remote)
    bundler = _Bundler(library, modern)
    bundler.visit(kind)
    bundler.finish()
    return Bundle(
        bundler.annexes, tuple(bundler.defects), bool(bundler.scopes), library.files, library.unread
    )


class _Bundler:
    def __init__(self, library: Library, modern: bool) -> None:  # noqa: FBT001 - private
        self._library = library
        self._modern = modern
        self._stack: list[tuple[Part, Base]] = []
        self._seen: set[tuple[int, str]] = set()
        self._pending: list[_Reference] = []
        self._settled: set[tuple[int, str]] = set()
        self._followed: list[_Reference] = []
        self._dynamic: list[tuple[dict[str, Any], Base, str]] = []
        self.scopes: dict[tuple[str, str], str] = {}
        self._identified: list[dict[str, Any]] = []
        self._spliceable: dict[int, _Reference] = {}
        self.annexes: dict[str, str] = {}
        self.defects: list[Defect] = []

    def visit(self, kind: str) -> None:
        """Visit the document, then what it refers to, then what that refers to."""
        library = self._library
        base = library.enter(library.location, "", library.tree.get("$self"))
        self._stack.append(((library.tree, kind, ""), base))
        while self._stack:
            while self._stack:
                self._look_at(*self._stack.pop())
            pending, self._pending = self._pending, []
            for reference in pending:
                # What YAML aliases share is seen from several places; it is rewritten from the first.
                if (id(reference.node), reference.key) not in self._settled:
                    self._settled.add((id(reference.node), reference.key))
                    self._follow(reference)

    def _look_at(self, part: Part, base: Base) -> None:
        node, kind, pointer = part
        if (id(node), kind) in self._seen:
            return
        self._seen.add((id(node), kind))
        if isinstance(node, dict):
            refers = isinstance(node.get("$ref"), str) and kind not in UNREFERABLE
            if kind == "Schema":
                base = self._look_at_schema(node, pointer, base)
            if refers:  # by what the schema calls itself, if it does (JSON Schema 2020-12 §8.2.3.1)
                self._pending.append(_Reference(node, "$ref", kind, pointer, base))
        for child in parts(node, kind, pointer, self.defects):
            if is_leaf(child[0], child[1]):
                self._seen.add((id(child[0]), child[1]))
            else:
                self._stack.append((child, base))

    def _look_at_schema(self, node: dict[str, Any], pointer: str, base: Base) -> Base:
        discriminator = node.get("discriminator")
        if isinstance(discriminator, dict) and isinstance(discriminator.get("mapping"), dict):
            self._pending.extend(_mapped(discriminator["mapping"], pointer, base))
        if not self._modern:
            return base
        if isinstance(node.get("$id"), str):
            base = self._identify(node, pointer, base)
        elif not base.scope:
            base = replace(base, scope=pointer)
        self._anchor(node, pointer, base)
        if isinstance(node.get("$dynamicRef"), str):
            self._dynamic.append((node, base, pointer))
        if node.get("$recursiveRef") == "#":
            del node["$recursiveRef"]
            if pointer != base.scope:  # what refers to itself says nothing
                node["$ref"] = fragment(base.scope)
        return base

    def _anchor(self, node: dict[str, Any], pointer: str, base: Base) -> None:
        for key in ("$anchor", "$dynamicAnchor"):
            if isinstance(node.get(key), str):
                self._library.anchors[base.resource, node[key]] = pointer
                if key == "$dynamicAnchor":
                    self.scopes[base.scope, node[key]] = pointer

    def _identify(self, node: dict[str, Any], pointer: str, base: Base) -> Base:
        self._identified.append(node)
        uri, _, anchor = urljoin(base.resource, node["$id"]).partition("#")
        if anchor:  # as drafts before 2019-09 say `$anchor`
            self._library.anchors[base.resource, anchor] = pointer
        if not node["$id"].partition("#")[0]:
            return base
        self._library.resources.setdefault(uri, pointer)
        return Base(base.file, uri, pointer)

    def _follow(self, reference: _Reference) -> None:
        written = reference.node[reference.key]
        try:
            pointer = self._library.locate(written, reference.base)
            target = self._library.at(pointer)
            is_itself = target is self._library.tree and reference.kind != "Schema"
            if is_itself or not fits(target, reference.kind):
                raise DocumentError(f"$ref {written!r} leads to what cannot stand here")
        except (DocumentError, ValueError) as error:
            self._give_up(reference, str(error))
            return
        if not written.startswith("#") or unquote(written[1:]) != pointer:
            reference.node[reference.key] = fragment(pointer)
        self._followed.append(reference)
        if (id(target), reference.kind) not in self._seen:
            self.annexes[pointer] = reference.kind
            self._stack.append(((target, reference.kind, pointer), self._library.base_of(pointer)))

    def _give_up(self, reference: _Reference, reason: str) -> None:
        self.defects.append(Defect(place(reference.pointer), reason))
        written = reference.node.pop(reference.key)
        if reference.key == "$ref":
            reference.node[DANGLING] = written

    def finish(self) -> None:
        """Make plain what later code need not know: circles, siblings, dynamic references, identifiers."""
        followed = [reference for reference in self._followed if reference.key == "$ref"]
        self._end_circles(followed)
        self._spliceable = {id(each.node): each for each in followed if _is_spliced(each)}
        for reference in list(self._spliceable.values()):
            self._splice(reference.node)
        if self._modern:
            for reference in followed:
                if reference.kind == "Schema":
                    _hear_siblings(reference.node)
        self._settle_dynamic()

    def _end_circles(self, followed: list[_Reference]) -> None:
        sound: set[int] = set()
        for reference in followed:
            node: Any = reference.node
            chain: set[int] = set()
            while isinstance(node, dict) and isinstance(node.get("$ref"), str) and id(node) not in sound:
                if id(node) in chain:
                    self._give_up(reference, f"$ref {reference.node['$ref']!r} refers to itself")
                    break
                chain.add(id(node))
                node = self._target(node)
            sound |= chain

    def _target(self, node: dict[str, Any]) -> Any:
        return self._library.at(unquote(node["$ref"][1:]))

    def _splice(self, node: dict[str, Any]) -> None:
        """Put what a reference leads to in its place, where none but this node's own fields win over it."""
        if self._spliceable.pop(id(node), None) is None:
            return
        target = self._target(node)
        while isinstance(target, dict) and "$ref" in target:
            self._splice(target)
            target = self._target(target) if "$ref" in target else target
        if not isinstance(target, dict):
            return
        del node["$ref"]
        for key, value in target.items():
            node.setdefault(key, value)

    def _settle_dynamic(self) -> None:
        """Keep `$dynamicRef` where its anchor lies in the same outermost schema; else make it static.

        Only schemas that hold a dynamic anchor keep an `$id`, which makes them resources for the compiler.
        """
        for node in self._identified:
            node.pop("$id", None)
        for node, base, pointer in self._dynamic:
            name = node["$dynamicRef"].removeprefix("#")
            if (base.scope, name) not in self.scopes:
                self._make_static(_Reference(node, "$dynamicRef", "Schema", pointer, base))
        for number, scope in enumerate(dict.fromkeys(scope for scope, _ in self.scopes)):
            self._library.at(scope)["$id"] = f"{SCOPE}{number}"

    def _make_static(self, reference: _Reference) -> None:
        try:
            pointer = self._library.locate(reference.node["$dynamicRef"], reference.base)
        except DocumentError as error:
            self._give_up(reference, str(error))
            return
        del reference.node["$dynamicRef"]
        reference.node["$ref"] = fragment(pointer)
        _hear_siblings(reference.node)


def _is_spliced(reference: _Reference) -> bool:
    alone = len(reference.node) == 1
    return reference.kind[0] == "{" or (
        reference.kind in _SPLICED and not (alone and reference.kind.startswith("PathItem"))
    )


def _hear_siblings(node: dict[str, Any]) -> None:
    """What stands beside `$ref` holds as well since 3.1: `allOf` says so in words that all code reads."""
    if "$ref" in node and any(key not in _SAYS_NOTHING and not key.startswith("x-") for key in node):
        # At the end of what may already be there: pointers into it stay true.
        node["allOf"] = [*node.get("allOf", []), {"$ref": node.pop("$ref")}]


def _mapped(mapping: dict[str, Any], pointer: str, base: Base) -> Iterator[_Reference]:
    for name, value in mapping.items():
        # Anything else is the name of a schema (OAS 3.1 §4.8.25.1).
        if isinstance(value, str) and ("/" in value or value.endswith((".json", ".yaml", ".yml"))):
            yield _Reference(mapping, name, "Schema", pointer, base)
