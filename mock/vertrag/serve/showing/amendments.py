"""What the served document says where the author's says too little of what the mock takes.

1. The bounds that `float` has are written into the schemas (those of `double` no client reaches), and
   patterns of other dialects than ECMA-262 as they are read. `nullable` is left out where it is ignored:
   beside `$ref` in 3.0, and in 3.1; so are examples and defaults that are not of their format, which clients
   send and servers refuse.
2. Where a value alone, or none, and a list are the same bytes, the schema of the list takes both: in forms
   and in XML (see `loose_lists`).
3. A name in the template of a path that nobody describes is a parameter, and takes any text. Headers that
   are no parameters, whatever the author says, are left out, and so are parameters of paths without a place.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from vertrag.contract.content.media import essence_of
from vertrag.contract.loading.document import Document, escape, pointer_tokens
from vertrag.contract.loading.grammar import walk
from vertrag.contract.operations import METHODS
from vertrag.contract.paths import names_in, places_in
from vertrag.contract.reading.parameters import NOT_PARAMETERS
from vertrag.contract.schema import formats
from vertrag.contract.schema.patterns import meant, readable
from vertrag.contract.schema.rewriting import graft
from vertrag.serve.showing.loose_lists import ADDED, loosened

LEFT_OUT = "x-vertrag-left-out"
"""Names what the author declares and no server can keep."""

_EXACT = frozenset({"format", "pattern"})
_FLAGS = "(?i)"  # which ECMA-262 has beside a pattern and not in it


def amended(document: Document) -> dict[str, Any]:
    """The tree with these amendments, each marked; what needs none is shared with the author's."""
    read = replace(document, tree=graft(document.tree, dict(_ignored(document))))
    exact = replace(read, tree=graft(read.tree, dict(_values(read))))
    return dict(graft(exact.tree, {**dict(_forms(exact)), **dict(_parameters(exact))}))


def _owners(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The path items and operations that are written out, by their pointers."""
    for template, item in (document.tree.get("paths") or {}).items():
        if isinstance(item, Mapping) and "$ref" not in item:
            pointer = f"/paths/{escape(str(template))}"
            yield pointer, item
            for method in METHODS:
                if isinstance(item.get(method), Mapping):
                    yield f"{pointer}/{method}", item[method]


def _ignored(document: Document) -> Iterator[tuple[str, Any]]:
    """Operations and path items without the parameters that servers do not read, by their pointers."""
    for pointer, node in _owners(document):
        parameters = node.get("parameters") or ()
        sendable = places_in([*pointer_tokens(quote(pointer))][1])
        names = [_ignored_name(document.resolve(each), sendable) for each in parameters]
        if any(names):
            kept = [each for each, name in zip(parameters, names, strict=True) if not name]
            yield pointer, {**node, "parameters": kept, LEFT_OUT: ", ".join(filter(None, names))}


def _ignored_name(parameter: Any, sendable: Collection[str]) -> str:
    name, location = (
        str(parameter.get(key)) if isinstance(parameter, Mapping) else "" for key in ("name", "in")
    )
    is_reserved = location == "header" and name.lower() in NOT_PARAMETERS
    return name if is_reserved or (location == "path" and name not in sendable) else ""


def _values(document: Document) -> Iterator[tuple[str, Any]]:
    """The schemas of numbers and texts that say less than they mean, by their pointers."""
    for pointer, kind, node in walk(document.tree):
        if kind != "Schema" or not isinstance(node, dict):
            continue
        if "nullable" in node and ("$ref" in node or document.version >= (3, 1)):  # OAS 3.0 §4.7.23
            yield pointer, {**_without(node, "nullable"), LEFT_OUT: "nullable"}
        elif not node.keys().isdisjoint(_EXACT):
            kept = _without_misfits(node)
            exact = dict(kept)
            if node.get("format") == "float":
                formats.bound(exact, "request")
                exact |= {key: _in_full(exact[key]) for key in ("minimum", "maximum")}
            if isinstance(node.get("pattern"), str):
                exact["pattern"] = _portable(node["pattern"])
            if exact != node:
                yield pointer, exact if exact == kept else {**exact, ADDED: True}


def _in_full(bound: float) -> float:
    """The number without an exponent, whose plus is a space in a query."""
    return int(bound) if float(bound).is_integer() else bound


def _without_misfits(node: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without examples and defaults that break its own format."""
    name = str(node.get("format"))
    left = [
        key for key in ("default", "example") if key in node and not formats.is_of_format(node[key], name)
    ]
    exact = {key: value for key, value in node.items() if key not in left}
    listed = node.get("examples")
    if isinstance(listed, list):
        exact["examples"] = [each for each in listed if formats.is_of_format(each, name)]
        left += ["examples"] if exact["examples"] != listed else []
    return {**exact, LEFT_OUT: ", ".join(left)} if left else exact


def _without(node: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key != name}


def _portable(pattern: str) -> str:
    """The pattern as every reader of ECMA-262 takes it, itself where there is no such way to write it."""
    read = readable(meant(pattern))
    return pattern if read is None or read.startswith(_FLAGS) else read


def _forms(document: Document) -> Iterator[tuple[str, Any]]:
    """The schemas of forms and of XML in which lists take their items, by their pointers."""
    named = (document.tree.get("components") or {}).get("requestBodies") or {}
    bodies = [(f"/components/requestBodies/{escape(str(name))}", body) for name, body in named.items()]
    bodies += [(f"{pointer}/requestBody", node.get("requestBody")) for pointer, node in _owners(document)]
    for pointer, body in bodies:
        content = body.get("content") if isinstance(body, Mapping) else None
        for name, node in content.items() if isinstance(content, Mapping) else ():
            if isinstance(node, Mapping):
                schema = loosened(document, essence_of(str(name)), node)
                if schema is not node.get("schema"):
                    yield f"{pointer}/content/{escape(str(name))}/schema", schema


def _parameters(document: Document) -> Iterator[tuple[str, Any]]:
    """The parameters of operations whose paths have names that nobody describes, by their pointers."""
    shared: set[str] = set()
    names: tuple[str, ...] = ()
    for pointer, node in _owners(document):
        _, template, *method = pointer_tokens(quote(pointer))
        if not method:  # the path item itself, before its operations
            names, shared = names_in(template), _path_names(document, node.get("parameters"))
            continue
        own = node.get("parameters") or ()
        known = shared | _path_names(document, own)
        added = [_any_text(name) for name in dict.fromkeys(names) if name not in known]
        if added:
            yield f"{pointer}/parameters", [*own, *added]


def _path_names(document: Document, parameters: Any) -> set[str]:
    resolved = [document.resolve(each) for each in parameters or ()]
    return {
        str(each.get("name")) for each in resolved if isinstance(each, Mapping) and each.get("in") == "path"
    }


def _any_text(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, ADDED: True}
