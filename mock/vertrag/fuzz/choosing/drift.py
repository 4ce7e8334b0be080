"""Which operations of a document differ from an older one of it, and where.

1. An operation is what it says, what its path says for it, and all that they refer to, however far away.
2. Words for people (`summary`, `description`, `tags`) and the order of members change nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.loading.document import Document
from vertrag.contract.operations import METHODS
from vertrag.errors import DocumentError

_FOR_PEOPLE = frozenset({"summary", "description", "title"})
_SHOWN = 3  # places that a reason names

Parts = Mapping[str, Any]
"""What an operation consists of, by the place where it stands."""


def changes(old: Document, new: Document) -> dict[str, str]:
    """Why each operation that is new or changed has to be tested; the others are missing."""
    before = dict(_operations(old))
    found = {}
    for label, parts in _operations(new):
        if label not in before:
            found[label] = "it is new"
        elif parts != before[label]:
            found[label] = _reason(before[label], parts)
    return found


def _reason(before: Parts, after: Parts) -> str:
    places = [place for place in (*after, *before) if after.get(place) != before.get(place)]
    changed = list(dict.fromkeys(places))
    more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
    return f"changed: {', '.join(changed[:_SHOWN])}{more}"


def _operations(document: Document) -> Iterator[tuple[str, Parts]]:
    for template, written in (document.tree.get("paths") or {}).items():
        item = document.resolve(written)
        methods = {method: item.get(method) for method in METHODS} if isinstance(item, dict) else {}
        for method, node in (methods | (item.get("additionalOperations") or {} if methods else {})).items():
            if isinstance(node, dict):
                label = f"{method.upper() if method in METHODS else method} {template}"
                yield label, _parts(document, item, node)


def _parts(document: Document, item: Mapping[str, Any], node: Mapping[str, Any]) -> Parts:
    parts: dict[str, Any] = {}
    own = {key: value for key, value in node.items() if key not in ("tags", "externalDocs")}
    parts["the operation"] = _plain(own)
    parts["parameters of its path"] = _plain(item.get("parameters"))
    security = node.get("security", document.tree.get("security")) or []
    parts["security"] = security
    schemes = (document.tree.get("components") or {}).get("securitySchemes") or {}
    for name in {name for each in security if isinstance(each, dict) for name in each}:
        parts[f"security scheme {name}"] = _plain(schemes.get(name))
    parts["servers"] = node.get("servers", item.get("servers", document.tree.get("servers")))
    waiting = [*_references(own), *_references(item.get("parameters"))]
    while waiting:
        reference = waiting.pop()
        if reference not in parts:
            target = _target(document, reference)
            parts[reference] = _plain(target)
            waiting.extend(_references(target))
    return parts


def _target(document: Document, reference: str) -> Any:
    try:
        return document.at(reference)
    except DocumentError:
        return None


def _plain(node: Any) -> Any:
    """The node without words for people; a member of that name which is no text is a property."""
    if isinstance(node, dict):
        return {
            key: _plain(value)
            for key, value in node.items()
            if not (key in _FOR_PEOPLE and isinstance(value, str))
        }
    return [_plain(value) for value in node] if isinstance(node, list) else node


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("$ref", "$dynamicRef") and isinstance(value, str):
                yield value
            elif key == "mapping" and isinstance(value, dict):
                yield from (each for each in value.values() if isinstance(each, str) and each[:1] == "#")
            else:
                yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
