"""Divides the operations of a document among processes: what shares a tree of resources stays together.

1. Operations on one resource, on its parents, on its children and below its rows are one group; so are linked
   operations.
2. What begins with the same word of the path is one group, whether or not it is a resource.
3. The largest group goes to whoever has the least, so the same document is always divided alike.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from vertrag.contract.inference.resources import Resource
from vertrag.contract.operations import Operation
from vertrag.oracles.conversation.row_paths import owner
from vertrag.oracles.grounds import Grounds


def groups(grounds: Grounds, labels: Iterable[str]) -> list[tuple[str, ...]]:
    """The closed groups of the operations with these labels, in the order of the labels."""
    parents: dict[str, str] = {}
    wanted = tuple(labels)
    operations = {operation.label: operation for operation in grounds.contract.operations}
    for label in wanted:
        for tree in _trees(grounds, operations.get(label), label):
            _join(parents, label, f"tree {tree}")
    named = {each.node.get("operationId"): each.label for each in operations.values()}
    for operation in operations.values():
        for target in _linked(grounds, operation):
            if target in named:
                _join(parents, operation.label, named[target])
    found: dict[str, list[str]] = {}
    for label in wanted:
        found.setdefault(_root(parents, label), []).append(label)
    return [tuple(group) for group in found.values()]


def shares(found: Sequence[tuple[str, ...]], number: int) -> list[tuple[str, ...]]:
    """The groups in so many heaps of about one size, fewer where there are fewer groups."""
    heaps: list[list[str]] = [[] for _ in range(min(number, len(found)))]
    for group in sorted(found, key=len, reverse=True):
        min(heaps, key=len).extend(group)
    return [tuple(heap) for heap in heaps]


def _trees(grounds: Grounds, operation: Operation | None, label: str) -> Iterator[str]:
    """What an operation belongs to: its resource, and that of the row which its path hangs on."""
    part = grounds.part(operation) if operation is not None else None
    above = owner(grounds, operation) if operation is not None else None
    yield _top(grounds, part[0]) if part is not None else _first_word(label)
    if above is not None:  # its rows may lie elsewhere later: `POST /beds/{id}/plants`, `/plants/{id}`
        yield _top(grounds, above)


def _top(grounds: Grounds, resource: Resource) -> str:
    while resource.parent is not None:
        resource = grounds.resources.by_name[resource.parent]
    return next(iter(resource.form), "")


def _first_word(path: str) -> str:
    return path.partition("/")[2].partition("/")[0]


def _linked(grounds: Grounds, operation: Operation) -> Iterator[str]:
    resolve = grounds.contract.document.resolve
    for written in _members(operation.node.get("responses")):
        response = resolve(written)
        for link in _members(response.get("links") if isinstance(response, dict) else None):
            target = resolve(link)
            if isinstance(target, dict) and isinstance(target.get("operationId"), str):
                yield target["operationId"]


def _members(node: Any) -> list[Any]:
    return list(node.values()) if isinstance(node, dict) else []


def _root(parents: dict[str, str], name: str) -> str:
    while parents.get(name, name) != name:
        name = parents[name]
    return name


def _join(parents: dict[str, str], one: str, other: str) -> None:
    parents.setdefault(one, one)
    parents.setdefault(other, other)
    parents[_root(parents, one)] = _root(parents, other)
