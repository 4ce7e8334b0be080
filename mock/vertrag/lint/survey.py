"""A document walked once and laid out for the rules: objects by kind, references, routes, operations."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from vertrag.contract.loading.document import Document, escape, from_tree
from vertrag.contract.loading.grammar import KINDS_OF, walk
from vertrag.contract.schema.schemas import Schemas
from vertrag.errors import DocumentError

METHODS = tuple(field for field, kind in KINDS_OF["PathItem"].items() if kind == "Operation")

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """An object of the document and the JSON pointer to it."""

    pointer: str
    node: Node


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that refers to another: where, which kind of object belongs there, what is written."""

    pointer: str
    kind: str
    node: Node

    @property
    def to(self) -> str:
        """The reference itself, such as `#/components/schemas/Pet`."""
        return str(self.node["$ref"])


@dataclass(frozen=True, slots=True)
class Call:
    """An operation; `template` is None for webhooks and callbacks, which no path of ours leads to."""

    pointer: str
    method: str
    node: Node
    item: Place
    template: str | None = None

    @property
    def label(self) -> str:
        """The operation for people."""
        return f"{self.method.upper()} {self.template}" if self.template is not None else self.pointer


@dataclass
class Survey:
    """Everything that the rules read.

    `written` is the tree of the file, `document` what is judged: it differs where the file says no version
    and one had to be assumed; `text` is the file itself, `location` its URI, "" where it has none. `found` is
    what rules have found so far, by their codes.
    """

    document: Document
    written: Node
    text: str = ""
    location: str = ""
    objects: dict[str, list[Place]] = field(default_factory=dict)
    misfits: list[tuple[str, str, Any]] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    found: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._targets: dict[str, Node | None] = {}
        inside = "\0"  # of the schema that was met last and is part of no other
        for pointer, kind, node in walk(self.document.tree):
            if kind == "Schema" and not pointer.startswith(inside) and isinstance(node, dict):
                self.roots.append(pointer)
                inside = pointer + "/"
            self._note(pointer, kind, node)
        self.schemas, self.refusal = self._compiled()
        self.calls = [*self._calls()]

    def _compiled(self) -> tuple[Schemas | None, str]:
        try:
            return Schemas(self.document), ""
        except DocumentError as error:  # nested too deeply, for example; a rule says so
            return None, str(error)

    def _note(self, pointer: str, kind: str, node: Any) -> None:
        if kind[0] in "{[" or not isinstance(node, dict):
            if not (kind == "Schema" and isinstance(node, bool)):
                self.misfits.append((pointer, kind, node))
            return
        if isinstance(node.get("$ref"), str):
            self.references.append(Reference(pointer, kind, node))
            if kind != "Schema" or self.is_30 or len(node) == 1:
                return
        self.objects.setdefault(kind, []).append(Place(pointer, node))

    def unfollowed(self) -> Mapping[str, str]:
        """Why references to files lead nowhere, by where they stand: the files are read to know that."""
        if self.is_upgraded:  # it was read with its files already, see `misfits`
            return {}
        try:
            whole = from_tree(deepcopy(dict(self.tree)), self.document.source, self.location)
        except DocumentError:
            return {}
        # What lies on a server, or leads there, is not asked for: nothing is known of it.
        why = {*whole.unread.values()}
        known = (each for each in whole.defects if each.message in why or each.message.startswith("$ref "))
        return {each.pointer: each.message for each in known}

    @property
    def is_upgraded(self) -> bool:
        """Whether the file is Swagger 2.0, and judged as the OpenAPI 3.0 that it becomes."""
        return "swagger" in self.written and "openapi" not in self.written

    @property
    def is_30(self) -> bool:
        """Whether schemas are written in the dialect of OpenAPI 3.0."""
        return self.document.version < (3, 1)

    @property
    def tree(self) -> Node:
        """The whole document."""
        return self.document.tree

    def every(self, *kinds: str) -> Iterator[Place]:
        """All objects of these kinds that are written out, not referred to."""
        for kind in kinds:
            yield from self.objects.get(kind, ())

    def resolved(self, node: Any) -> Node | None:
        """What a node is once its references are followed; None where that is no object."""
        if not isinstance(node, dict):
            return None
        reference = node.get("$ref")
        if not isinstance(reference, str):
            return node
        if reference not in self._targets:
            try:
                target = self.document.resolve(node)
            except DocumentError:  # a rule of its own says so
                target = None
            self._targets[reference] = target if isinstance(target, dict) else None
        return self._targets[reference]

    def placed(self, pointer: str, node: Any) -> Place | None:
        """A node once its references are followed, and where it really stands."""
        found = self.resolved(node)
        return None if found is None else Place(self.document.pointer(node, pointer), found)

    def component(self, section: str) -> Node:
        """One map of the components, such as all `securitySchemes`."""
        return member(member(self.tree, "components"), section)

    def routes(self) -> Iterator[tuple[str, Place]]:
        """Every path template and its path item."""
        for template, item in member(self.tree, "paths").items():
            place = self.placed(f"/paths/{escape(template)}", item)
            if place is not None and not template.startswith("x-"):
                yield template, place

    def parameters(self, call: Call) -> Iterator[Place]:
        """The parameters of an operation: its own, and those of its path that it does not replace."""
        own = [*self._listed(call.pointer, call.node)]
        names = {(place.node.get("in"), str(place.node.get("name"))) for place in own if _is_plain(place)}
        yield from own
        for place in self._listed(call.item.pointer, call.item.node):
            if not _is_plain(place) or (place.node["in"], str(place.node["name"])) not in names:
                yield place

    def _listed(self, pointer: str, owner: Node) -> Iterator[Place]:
        for index, item in enumerate(items(owner, "parameters")):
            place = self.placed(f"{pointer}/parameters/{index}", item)
            if place is not None:
                yield place

    def _calls(self) -> Iterator[Call]:
        met = set()
        for template, item in self.routes():
            for call in _operations(item, template):
                met.add(call.pointer)
                yield call
        for item in self.every("PathItem"):
            yield from (call for call in _operations(item, None) if call.pointer not in met)


def _operations(item: Place, template: str | None) -> Iterator[Call]:
    for method in METHODS:
        if isinstance(item.node.get(method), dict):
            yield Call(f"{item.pointer}/{method}", method, item.node[method], item, template)


def _is_plain(place: Place) -> bool:
    return isinstance(place.node.get("in"), str) and "name" in place.node


def member(node: Any, key: str) -> Node:
    """A member that should be an object; an empty one where it is none."""
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, dict) else {}


def items(node: Any, key: str) -> list[Any]:
    """A member that should be a list; an empty one where it is none."""
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, list) else []


def types(schema: Node) -> tuple[str, ...]:
    """The types that a schema names itself."""
    named = schema.get("type")
    found = named if isinstance(named, list) else [named]
    return tuple(each for each in found if isinstance(each, str))
