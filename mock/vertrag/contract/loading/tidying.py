"""Takes out of a document what cannot be what its place demands, so that nobody later trips over it.

Laws
1. Null, which a key without a value is in YAML, becomes the empty object or list that it leaves open.
2. What is of another type is taken out. Either is a defect, and said.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vertrag.contract.loading.defects import Defect, place
from vertrag.contract.loading.pointers import escape
from vertrag.contract.reading.fields import EXTENSIBLE, FIELDS

UNREFERABLE = frozenset({"Requirement", "Info", "Tag", "Server", "ServerVariable", "Discriminator"})
"""The kinds in which "$ref" is but a name."""

LOCATIONS = frozenset({"path", "query", "header", "cookie", "querystring"})
_LOCATIONS_2 = frozenset({"path", "query", "header", "formData", "body"})

_WANTED = {"list": "list", "type": "text", "names": "list of texts", "count": "whole number from 0"}
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "text": str,
    "flag": bool,
    "list": list,
    "Schema": (dict, bool),
    "Dependency": (dict, bool, list),
}
_PLAIN: Mapping[str, Callable[[Any], bool]] = {
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "count": lambda value: isinstance(value, int | float) and value >= 0 and value == value // 1,
}

_OF_THE_CORE = {"$ref", "$dynamicRef", "$recursiveRef", "$id", "$anchor", "$dynamicAnchor"}
_MORE_THAN_TYPE = FIELDS["Schema"].keys() - {"type"} | _OF_THE_CORE

Part = tuple[Any, str, str]
"""A node, its kind, and the pointer to it."""


def fits(value: Any, kind: str) -> bool:
    """Whether a value can be what its place demands."""
    if kind in _TYPES:  # of most values it says all
        return isinstance(value, _TYPES[kind])
    if kind[0] == "[":
        return isinstance(value, list)
    if kind in _PLAIN:
        return _PLAIN[kind](value)
    if kind in ("type", "names"):
        texts = [value] if kind == "type" and not isinstance(value, list) else value
        return isinstance(texts, list) and all(isinstance(text, str) for text in texts)
    if not isinstance(value, dict):
        return False
    if kind.startswith("Parameter") and not isinstance(value.get("$ref"), str):
        known = _LOCATIONS_2 if kind == "Parameter2" else LOCATIONS
        stated = value.get("in")
        return isinstance(value.get("name"), str) and isinstance(stated, str) and stated in known
    return True


def parts(node: Any, kind: str, pointer: str, defects: list[Defect]) -> Iterator[Part]:
    """The parts of a node that are OpenAPI objects themselves; the unfit are taken out on the way."""
    if isinstance(node, list):
        return _items(node, kind[1:-1], pointer, defects)
    if not isinstance(node, dict) or is_leaf(node, kind):
        return iter(())
    return _members(node, kind, pointer, defects)


def is_leaf(node: Any, kind: str) -> bool:
    """Whether a node is a schema that says its type alone, as most of a large document are."""
    return (
        kind == "Schema"
        and isinstance(node, dict)
        and _MORE_THAN_TYPE.isdisjoint(node)
        and isinstance(node.get("type", ""), str)
    )


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
        if inner is None or (extensible and key.startswith("x-")):
            continue
        if key == "$ref" and isinstance(value, str) and kind not in UNREFERABLE:
            continue
        if key == "items" and isinstance(value, list):
            inner = "[Schema]"  # as drafts before 2020-12 say prefixItems
        sound = value
        if not fits(value, inner):
            sound = _sound(value, inner, f"{pointer}/{escape(key)}", defects)
            _put(node, key, sound)
        if sound is None or inner[0].islower() or (inner == "Dependency" and isinstance(sound, list)):
            continue
        yield sound, "Schema" if inner == "Dependency" else inner, f"{pointer}/{escape(key)}"


def _put(node: dict[str, Any], key: str, sound: Any) -> None:
    if sound is None:
        del node[key]
    else:
        node[key] = sound


def _sound(value: Any, kind: str, pointer: str, defects: list[Defect]) -> Any:
    """The value, what stands for it, or None where it is taken out."""
    if fits(value, kind):
        return value
    if kind == "Discriminator" and isinstance(value, str):
        return {"propertyName": value}  # as Swagger 2.0 has it
    if kind.startswith("Parameter") and isinstance(value, dict | None):
        defects.append(
            Defect(place(pointer), "the parameter is left out: it needs a name, and a place in 'in'")
        )
        return None
    plain = kind in _PLAIN or kind in ("text", "flag", "type")
    wanted = _WANTED.get(kind, kind if plain else "list" if kind[0] == "[" else "object")
    found = "null" if value is None else repr(value)[:40]
    said = "read as empty" if value is None and not plain else "left out"
    article = "an" if wanted == "object" else "a"
    defects.append(Defect(place(pointer), f"must be {article} {wanted}, is {found}: {said}"))
    if value is not None or plain:
        return None
    return {} if wanted == "object" else []
