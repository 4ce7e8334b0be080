"""Reads an OpenAPI document, and knows its version, its base path and where its references lead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from vertrag.contract.loading.bundle import bundle
from vertrag.contract.loading.defects import Defect
from vertrag.contract.loading.notation import parse
from vertrag.contract.loading.path_keys import path_keys
from vertrag.contract.loading.pointers import NOTHING, at, escape, pointer_tokens
from vertrag.contract.loading.servers import base_paths
from vertrag.contract.loading.sources import read
from vertrag.contract.loading.upgrade import upgraded
from vertrag.errors import DocumentError

__all__ = ["Document", "escape", "from_bytes", "from_tree", "load", "parse", "pointer_tokens"]


@dataclass(frozen=True)
class Document:
    """One OpenAPI document as its author meant it: one tree whose references are all of the form `#/…`.

    `tree` must not be changed; `source` says where it came from. `defects` are what could not be read as it
    stands and is left out of the tree; `annexes` are the kinds (see `grammar`) of nodes that stand where only
    references know what they are, by JSON pointer. `has_scopes` says whether schemas refer dynamically;
    `files` are the URIs of the files that it was read from, `unread` says why some of them could not be.
    """

    tree: Mapping[str, Any]
    source: str
    defects: tuple[Defect, ...] = ()
    annexes: Mapping[str, str] = field(default_factory=dict)
    has_scopes: bool = False
    files: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    _met: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """A short name for people: the file's, without its suffix."""
        return Path(urlsplit(self.source).path).stem or "document"

    @property
    def title(self) -> str:
        """The document's own title, else its name."""
        info = self.tree.get("info")
        title = info.get("title") if isinstance(info, Mapping) else None
        return str(title or self.name)

    @cached_property
    def version(self) -> tuple[int, int]:
        """Major and minor version of OpenAPI, such as (3, 0)."""
        major, minor = str(self.tree["openapi"]).split(".")[:2]
        return int(major), int(minor)

    @cached_property
    def path_keys(self) -> Mapping[str, Mapping[str, Any]]:
        """The schemas of the ids in its paths, by their names (see `path_keys`)."""
        return path_keys(self.tree.get("paths"), self._resolved)

    def _resolved(self, node: Any) -> Any:
        try:
            return self.resolve(node)
        except DocumentError:  # a reference that leads nowhere is said elsewhere
            return None

    @property
    def base_paths(self) -> tuple[str, ...]:
        """The path of each server below which the operations lie, "" for the root (see `servers`)."""
        return base_paths(self.tree.get("servers"))

    @property
    def base_path(self) -> str:
        """The path of the first server, variables filled in."""
        return self.base_paths[0]

    def resolve(self, node: Any) -> Any:
        """The node that a Reference Object points to, through chains; other nodes as they are."""
        seen: set[str] = set()
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            reference = node["$ref"]
            if reference in seen:
                raise DocumentError(f"{self.source}: $ref {reference!r} refers to itself")
            seen.add(reference)
            node = self.at(reference)
        return node

    def at(self, reference: str) -> Any:
        """What lies at a reference of the form `#/components/schemas/Pet` (RFC 6901)."""
        if not reference.startswith("#"):
            raise DocumentError(f"{self.source}: $ref {reference!r} leads out of the document")
        if reference not in self._met:
            self._met[reference] = at(self.tree, pointer_tokens(reference[1:]))
        node = self._met[reference]
        if node is NOTHING:
            raise DocumentError(f"{self.source}: $ref {reference!r} leads nowhere")
        return node

    def pointer(self, node: Any, pointer: str) -> str:
        """Where a node really stands: the target of its reference, else `pointer` itself."""
        seen: set[str] = set()
        while isinstance(node, dict) and isinstance(node.get("$ref"), str) and node["$ref"] not in seen:
            seen.add(node["$ref"])
            pointer = unquote(node["$ref"][1:])
            node = self.at(node["$ref"])
        return pointer


def load(where: str, *, allow_remote_refs: bool = False) -> Document:
    """The document at a path or URL, or the shipped one of that name, with the files that it refers to.

    Raises `DocumentError` where it cannot be read, is neither JSON nor YAML, or is no OpenAPI. References to
    URLs are followed only where that is allowed; one that cannot be followed is a defect.
    """
    source = read(where)
    return from_tree(
        parse(source.content, where), where, source.location, allow_remote_refs=allow_remote_refs
    )


def from_bytes(content: bytes, source: str) -> Document:
    """The document in these bytes; `source` names them in messages."""
    return from_tree(parse(content, source), source)


def from_tree(
    tree: Any, source: str = "document", location: str = "", *, allow_remote_refs: bool = False
) -> Document:
    """The document in an already parsed tree, which is taken over and changed in place.

    `location` is the URI that relative references start from; without it there is nothing to refer to.
    """
    if not isinstance(tree, dict) or not ("openapi" in tree or "swagger" in tree):
        raise DocumentError(
            f"{source} is no OpenAPI document", hint="it has no 'openapi' field at its top (OAS §4.8.1)"
        )
    version = _version(tree, source)
    if not isinstance(tree.get("paths"), Mapping | None):
        raise DocumentError(
            f"{source}: 'paths' is no object", hint="it maps each path, such as /pets, to its methods"
        )
    bundled = bundle(
        tree,
        "OpenAPI" if version > (2, 0) else "Swagger",
        location,
        modern=version >= (3, 1),
        allow_remote=allow_remote_refs,
    )
    annexes = bundled.annexes
    if version == (2, 0):
        annexes = {pointer: kind for pointer, kind in annexes.items() if kind.strip("{}[]") == "Schema"}
        tree = upgraded(tree, annexes)
    return Document(tree, source, bundled.defects, annexes, bundled.has_scopes, bundled.files, bundled.unread)


def _version(tree: Mapping[str, Any], source: str) -> tuple[int, int]:
    stated = str(tree.get("openapi", tree.get("swagger")))
    found = re.match(r"(3)\.(\d+)(\.|$)" if "openapi" in tree else r"(2)(?:\.(0))?$", stated)
    if not found:
        raise DocumentError(
            f"{source} says it is version {tree.get('openapi', tree.get('swagger'))!r} of OpenAPI",
            hint="vertrag reads 2.0, 3.0, 3.1 and 3.2",
        )
    return int(found[1]), int(found[2] or 0)
