"""Changes that a client describes: JSON Merge Patch (RFC 7396) and JSON Patch (RFC 6902)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from vertrag.contract.loading.pointers import plain_tokens

_POINTER = re.compile(r"(/([^/~]|~[01])*)*", re.DOTALL)  # RFC 6901 §3


class Unpatchable(Exception):  # noqa: N818 - says what the change is
    """A JSON Patch that cannot be applied; nothing of it was."""


def merged(target: Any, patch: Any, *, keeps_null: bool = False) -> Any:
    """The target with a merge patch applied: objects are merged, null removes a member.

    `keeps_null`: null is a value, as in bodies that are not sent as a merge patch.
    """
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for name, change in patch.items():
        if change is None and not keeps_null:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), change, keeps_null=keeps_null)
    return result


def is_json_patch(body: Any) -> bool:
    """Whether a body is a list of operations on a document."""
    return isinstance(body, list) and all(
        isinstance(each, Mapping) and isinstance(each.get("op"), str) for each in body
    )


def patched(target: Any, operations: list[Mapping[str, Any]]) -> Any:
    """The target with all operations applied in their order; `Unpatchable` where one cannot be."""
    if not is_json_patch(operations):
        raise Unpatchable("it is no list of operations")
    for operation in operations:
        deed = _DEEDS.get(operation["op"].lower())  # .NET's documents say `Replace`
        if deed is None:
            raise Unpatchable(f"there is no operation {operation['op']!r}")
        try:
            target = deed(target, operation)
        except (KeyError, IndexError, ValueError, TypeError):
            raise Unpatchable(f"{operation['op']} cannot be done at {operation.get('path')!r}") from None
    return target


def _add(target: Any, operation: Mapping[str, Any]) -> Any:
    return _put(target, _tokens(operation["path"]), operation["value"])


def _remove(target: Any, operation: Mapping[str, Any]) -> Any:
    return _removed(target, _tokens(operation["path"]))[0]


def _replace(target: Any, operation: Mapping[str, Any]) -> Any:
    tokens = _tokens(operation["path"])
    return _put(_removed(target, tokens)[0] if tokens else None, tokens, operation["value"])


def _move(target: Any, operation: Mapping[str, Any]) -> Any:
    rest, value = _removed(target, _tokens(operation["from"]))
    return _put(rest, _tokens(operation["path"]), value)


def _copy(target: Any, operation: Mapping[str, Any]) -> Any:
    _, value = _removed(target, _tokens(operation["from"]))
    return _put(target, _tokens(operation["path"]), value)


def _test(target: Any, operation: Mapping[str, Any]) -> Any:
    _, value = _removed(target, _tokens(operation["path"]))
    if not _are_same(value, operation["value"]):
        raise ValueError(value)
    return target


_DEEDS: Mapping[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "add": _add,
    "remove": _remove,
    "replace": _replace,
    "move": _move,
    "copy": _copy,
    "test": _test,
}


def _are_same(one: Any, other: Any) -> bool:
    """Whether both are the same JSON (RFC 6902 §4.6); to Python, true is 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_are_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_are_same, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def _tokens(pointer: Any) -> list[str]:
    if not isinstance(pointer, str) or not _POINTER.fullmatch(pointer):
        raise ValueError(pointer)
    return list(plain_tokens(pointer))


def _put(target: Any, tokens: list[str], value: Any) -> Any:
    if not tokens:
        return value
    first, rest = tokens[0], tokens[1:]
    if isinstance(target, list):
        at = len(target) if first == "-" and not rest else _index(first, len(target) + (not rest))
        here = [_put(target[at], rest, value)] if rest else [value, *target[at : at + 1]]
        return [*target[:at], *here, *target[at + 1 :]]
    return {**target, first: _put(target[first], rest, value) if rest else value}


def _removed(target: Any, tokens: list[str]) -> tuple[Any, Any]:
    """The target without what stands at a place, and that."""
    if not tokens:
        return None, target
    first, rest = tokens[0], tokens[1:]
    if isinstance(target, list):
        at = _index(first, len(target))
        below, value = _removed(target[at], rest)
        return [*target[:at], *([below] if rest else []), *target[at + 1 :]], value
    below, value = _removed(target[first], rest)
    others = {name: each for name, each in target.items() if name != first}
    return ({**target, first: below} if rest else others), value


def _index(text: str, length: int) -> int:
    # RFC 6901 §4: no leading zeros.
    if not text.isdecimal() or (len(text) > 1 and text[0] == "0") or int(text) >= length:
        raise IndexError(text)
    return int(text)
