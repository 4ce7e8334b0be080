"""Decodes names with brackets, such as `filter[age][]=1`: deepObject, and what authors make of it.

OAS 3.0 §4.7.12.4 defines one level of scalars. Objects in objects and lists are written by common libraries
as `a[b][c]=1`, `a[b]=1&a[b]=2`, `a[b][]=1` and `a[b][0]=1`; all are read, by the shape of the schema.
"""

import re
from collections.abc import Callable
from typing import Any

from vertrag.contract.reading.wire import Pairs, Undecodable
from vertrag.contract.schema.shapes import Shape
from vertrag.contract.violations import shown

_DEEPEST = 32  # levels; a bound against names made to exhaust the stack
_TOKEN = re.compile(r"\[([^\[\]]*)\]")

_Tree = dict[str, Any]  # a level of names; a list of raw texts is a leaf


def bracketed(name: str, raw: Pairs, shape: Shape, decoded: Callable[[str], str]) -> Any:
    """The value below a name; None where no name has brackets behind it."""
    tree: _Tree = {}
    prefix = f"{name}["
    for key, texts in raw.items():
        if key.startswith(prefix) and key.endswith("]"):
            _insert(tree, key, _tokens(key, len(name)), texts)
    return _value(tree, shape, decoded) if tree else None


def _tokens(key: str, start: int) -> list[str]:
    tokens = _TOKEN.findall(key, start)
    if "".join(f"[{token}]" for token in tokens) != key[start:] or len(tokens) > _DEEPEST:
        raise Undecodable(f"has a name that cannot be read: {shown(key)}")
    return tokens


def _insert(tree: _Tree, key: str, tokens: list[str], texts: list[str]) -> None:
    for token in tokens[:-1]:
        tree = tree.setdefault(token, {})
        if not isinstance(tree, dict):
            raise Undecodable(f"is a value and an object at once: {shown(key)}")
    if tokens[-1] in tree:
        raise Undecodable(f"is a value and an object at once: {shown(key)}")
    tree[tokens[-1]] = list(texts)


def _value(node: Any, shape: Shape, decoded: Callable[[str], str]) -> Any:
    if isinstance(node, list):
        return leaf([decoded(text) for text in node], shape)
    if _is_list(node, shape):
        item = shape.items or Shape(frozenset())
        return [each for key in sorted(node, key=_index) for each in _items(node[key], key, item, decoded)]
    return {key: _value(each, shape.member(key), decoded) for key, each in node.items()}


def leaf(texts: list[str], shape: Shape) -> Any:
    """What was sent under the name of one member: a list where only that can be meant."""
    if shape.is_list_of(texts) or (len(texts) > 1 and not shape.types):
        return shape.array(texts)
    if len(texts) > 1:
        raise Undecodable(f"is sent {len(texts)} times, one value is expected")
    return shape.item(texts[0])


def _items(node: Any, key: str, item: Shape, decoded: Callable[[str], str]) -> list[Any]:
    if key == "" and isinstance(node, list):
        return [item.item(decoded(text)) for text in node]
    return [_value(node, item, decoded)]


def _is_list(node: _Tree, shape: Shape) -> bool:
    return (shape.is_array or not shape.types) and all(not key or key.isdecimal() for key in node)


def _index(key: str) -> int:
    return int(key[:9]) if key else 0
