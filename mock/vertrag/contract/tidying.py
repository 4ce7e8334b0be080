"""Takes out of a document what cannot be what its place demands, so that nobody later trips over it.

Laws
1. Null, which a key without a value is in YAML, becomes the empty object or list that it leaves open.
2. What is of another type is taken out. Either is a defect, and said.
"""

from collections.abc import Iterator
from typing import Any

from vertrag.contract.defects import Defect, place
from vertrag.contract.fields import EXTENSIBLE, FIELDS
from vertrag.contract.pointers import escape

LOCATIONS = frozenset({"path", "query", "header", "cookie", "querystring"})
_LOCATIONS_2 = frozenset({"path", "query", "header", "formData", "body"})

Part = tuple[Any, str, str]
"""A node, its kind, and the pointer to it."""


def fits(value: Any, kind: str) -> bool:
    """Whether a value can be what its place demands."""
    if kind[0] == "[" or kind == "list":
        return isinstance(value, list)
    if kind == "Schema":
        return isinstance(value, dict | bool)
    if kind == "Dependency":
        return isinstance(value, dict | bool | list)
    if not isinstance(value, dict):
        return False
    if kind.startswith("Parameter") and "$ref" not in value:
        known = _LOCATIONS_2 if kind == "Parameter2" else LOCATIONS
        return "name" in value and isinstance(value.get("in"), str) and value["in"] in known
    return True


def parts(node: Any, kind: str, pointer: str, defects: list[Defect]) -> Iterator[Part]:
    """The parts of a node that are OpenAPI objects themselves; the unfit are taken out on the way."""
    if isinstance(node, list):
        yield from _items(node, kind[1:-1], pointer, defects)
    elif isinstance(node, dict):
        yield from _members(node, kind, pointer, defects)


def _items(node: list[Any], kind: str, pointer: str, defects: list[Defect]) -> Iterator[Part]:
    sound = [_sound(item, kind, f"{pointer}/{index}", defects) for index, item in enumerate(node)]
    if any(new is not old for new, old in zip(sound, node, strict=True)):
        node[:] = [item for item in sound if item is not None]
    if kind != "object":
        for index, item in enumerate(node):
            yield item, kind, f"{pointer}/{index}"


def _members(node: dict[str, Any], kind: str, pointer: str, defects: list[Defect]) -> Iterator[Part]:
    is_map = kind[0] == "{"
    fields = {} if is_map else FIELDS[kind]
    every = kind[1:-1] if is_map else fields.get("*")
    extensible = kind in EXTENSIBLE
    for key, value in list(node.items()):
        inner = every or fields.get(key)
        if inner is None or (extensible and key.startswith("x-")) or (key == "$ref" and isinstance(value, str)):
            continue
        if key == "items" and isinstance(value, list):
            inner = "[Schema]"  # as drafts before 2020-12 say prefixItems
        here = f"{pointer}/{escape(key)}"
        sound = _sound(value, inner, here, defects)
        if sound is not value:
            _put(node, key, sound)
        if sound is not None and not inner[0].islower() and not (inner == "Dependency" and isinstance(sound, list)):
            yield sound, "Schema" if inner == "Dependency" else inner, here


def _put(node: dict[str, Any], key: str, sound: Any) -> None:
    if sound is None:
        del node[key]
    else:
        node[key] = sound


def _sound(value: Any, kind: str, pointer: str, defects: list[Defect]) -> Any:
    """The value, what stands for it, or None where it is taken out."""
    if fits(value, kind):
        return value
    if kind.startswith("Parameter") and isinstance(value, dict | None):
        defects.append(Defect(place(pointer), "the parameter is left out: it needs a name, and a place in 'in'"))
        return None
    wanted = "list" if kind[0] == "[" or kind == "list" else "object"
    found = "null" if value is None else repr(value)[:40]
    said = "read as empty" if value is None else "left out"
    defects.append(Defect(place(pointer), f"must be {'a' if wanted == 'list' else 'an'} {wanted}, is {found}: {said}"))
    if value is not None:
        return None
    return [] if wanted == "list" else {}
