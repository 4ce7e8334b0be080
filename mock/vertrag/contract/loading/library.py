"""The files of a document: which URI lies where in its one tree; opens those that are not there yet."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from vertrag.contract.loading.defects import FILES
from vertrag.contract.loading.notation import parse
from vertrag.contract.loading.pointers import NOTHING, at, escape, plain_tokens
from vertrag.contract.loading.sources import follow
from vertrag.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Base:
    """Where a node stands: its file and its resource by URI, its outermost schema by pointer.

    A resource is the file, or a schema in it that has an `$id` (JSON Schema 2020-12 §8.2.1).
    """

    file: str
    resource: str
    scope: str = ""


@dataclass
class Library:
    """All resources by URI, each with the pointer to its root; anchors by resource and name."""

    tree: dict[str, Any]
    location: str
    allow_remote: bool = False
    resources: dict[str, str] = field(default_factory=dict)
    anchors: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.location = _normal(self.location)
        self._failures: dict[str, DocumentError] = {}
        self._nodes: dict[str, Any] = {}
        self._bases: dict[str, Base] = {}

    @property
    def unread(self) -> dict[str, str]:
        """Why files could not be read, by their URIs."""
        return {uri: str(error) for uri, error in self._failures.items() if uri.startswith("file:")}

    @property
    def files(self) -> tuple[str, ...]:
        """The URIs of all files that were read or looked for."""
        return tuple(uri for uri in (*self.resources, *self._failures) if uri.startswith("file:"))

    def enter(self, uri: str, pointer: str, own: Any) -> Base:
        """The base of a file at a pointer; `own` is what it calls itself (`$self`, OAS 3.2 §4.1.2)."""
        resource = urljoin(uri, own).partition("#")[0] if isinstance(own, str) else uri
        self.resources.setdefault(uri, pointer)
        self.resources.setdefault(resource, pointer)
        self._bases[pointer] = Base(uri, resource)
        return self._bases[pointer]

    def at(self, pointer: str) -> Any:
        """The node at a pointer, else `NOTHING`; found once."""
        if pointer not in self._nodes:
            self._nodes[pointer] = at(self.tree, plain_tokens(pointer))
        return self._nodes[pointer]

    def locate(self, reference: str, base: Base) -> str:
        """The pointer to what a reference means; raises `DocumentError`, whose message says why it cannot."""
        address, _, fragment = reference.partition("#")
        uri = self._resource(address, base) if address else base.resource
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            if (uri, fragment) not in self.anchors:
                raise DocumentError(f"$ref {reference!r} leads nowhere: there is no such anchor")
            return self.anchors[uri, fragment]
        # Many who write an `$id` still count their pointers from the top of the file.
        for root in dict.fromkeys((uri, base.file)) if not address else (uri,):
            if self.at(self.resources[root] + fragment) is not NOTHING:
                return self.resources[root] + fragment
        raise DocumentError(f"$ref {reference!r} leads nowhere")

    def base_of(self, pointer: str) -> Base:
        """The base of a node that a reference led to."""
        return self._bases[_file_pointer(pointer)]

    def _resource(self, address: str, base: Base) -> str:
        tried = [_normal(urljoin(start, address)) for start in dict.fromkeys((base.resource, base.file))]
        for uri in tried:
            if uri in self.resources:
                return uri
        for uri in tried[:-1]:
            if self._opens(uri, base):
                return uri
        self._open(tried[-1], base)
        return tried[-1]

    def _opens(self, uri: str, base: Base) -> bool:
        try:
            self._open(uri, base)
        except DocumentError:
            return False  # the file's own place is tried next, and that attempt says what is wrong
        return True

    def _open(self, uri: str, base: Base) -> None:
        if uri in self._failures:
            raise self._failures[uri]
        try:
            source = follow(uri, base.file, allow_remote=self.allow_remote)
            tree = parse(source.content, uri)
        except DocumentError as error:
            self._failures[uri] = error
            raise
        name = self._name(uri)
        self.tree.setdefault(FILES, {})[name] = tree
        self.enter(uri, f"/{FILES}/{escape(name)}", tree.get("$self") if isinstance(tree, dict) else None)

    def _name(self, uri: str) -> str:
        """The file as its author would call it, seen from the document."""
        if not uri.startswith("file:"):
            return uri
        here = Path(unquote(urlsplit(self.location).path)).parent
        return Path(os.path.relpath(unquote(urlsplit(uri).path), here)).as_posix()


def _file_pointer(pointer: str) -> str:
    return "/".join(pointer.split("/")[:3]) if pointer.startswith(f"/{FILES}/") else ""


def _normal(uri: str) -> str:
    """One spelling for each file: no dots in its path, one way to percent-encode."""
    if not uri.startswith("file:///"):
        return uri
    try:
        return Path(os.path.normpath(unquote(urlsplit(uri).path))).as_uri()
    except ValueError:  # a NUL
        return uri
