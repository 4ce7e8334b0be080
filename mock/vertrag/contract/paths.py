"""Finds the path template of a request path in a trie, in time that does not depend on their number.

Laws
1. A concrete segment wins over a template at the same place (OAS 3.0 §4.7.8.2), wherever each was declared.
2. Segments are compared before percent-decoding of slashes: an encoded slash never divides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote

T = TypeVar("T")
_EXPRESSION = re.compile(r"\{([^{}]+)\}")


@dataclass
class _Node(Generic[T]):
    literals: dict[str, "_Node[T]"] = field(default_factory=dict)
    mixed: list[tuple[re.Pattern[str], tuple[str, ...], "_Node[T]"]] = field(default_factory=list)
    whole: "list[tuple[str, _Node[T]]]" = field(default_factory=list)
    leaf: T | None = None


class PathTrie(Generic[T]):
    """Path templates and what belongs to each."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, template: str, leaf: T) -> None:
        """Add a template such as `/tickets/{ticketId}/log`; the first of two equal ones stays."""
        node = self._root
        for segment in _segments(template):
            node = _child(node, segment)
        if node.leaf is None:
            node.leaf = leaf

    def find(self, path: str) -> tuple[T, dict[str, str]] | None:
        """What belongs to a raw path, and the raw text of its parameters by name."""
        return _find(self._root, _segments(path), 0, {})


def _segments(path: str) -> list[str]:
    return path.removeprefix("/").split("/")


def _child(node: _Node[T], segment: str) -> _Node[T]:
    names = tuple(_EXPRESSION.findall(segment))
    if not names:
        return node.literals.setdefault(unquote(segment), _Node())
    if segment == "{" + names[0] + "}":
        for name, child in node.whole:
            if name == names[0]:
                return child
        node.whole.append((names[0], _Node()))
        return node.whole[-1][1]
    pattern = re.compile("".join(_pieces(segment)), re.DOTALL)
    for known, _, child in node.mixed:
        if known.pattern == pattern.pattern:
            return child
    node.mixed.append((pattern, names, _Node()))
    return node.mixed[-1][2]


def _pieces(segment: str) -> Iterator[str]:
    for index, piece in enumerate(_EXPRESSION.split(segment)):
        yield "(.+?)" if index % 2 else re.escape(piece)


def _find(
    node: _Node[T], segments: list[str], index: int, values: dict[str, str]
) -> tuple[T, dict[str, str]] | None:
    for at in range(index, len(segments)):
        segment = segments[at]
        literal = node.literals.get(unquote(segment) if "%" in segment else segment)
        if literal is not None and not node.mixed and not node.whole:
            node = literal
        elif literal is None and not node.mixed and len(node.whole) == 1 and segment:
            ((name, node),) = node.whole
            values[name] = segment
        else:  # there are several ways, or none
            return _find_among(node, literal, segments, at, values)
    return None if node.leaf is None else (node.leaf, values)


def _find_among(
    node: _Node[T], literal: _Node[T] | None, segments: list[str], at: int, values: dict[str, str]
) -> tuple[T, dict[str, str]] | None:
    if literal is not None and (found := _find(literal, segments, at + 1, dict(values))):
        return found
    segment = segments[at]
    for pattern, names, child in node.mixed:
        match = pattern.fullmatch(segment)
        more = dict(zip(names, match.groups(), strict=True)) if match else {}
        if match and (found := _find(child, segments, at + 1, values | more)):
            return found
    for name, child in node.whole:
        # An empty segment is no value: `/tickets//log` is another path.
        if segment and (found := _find(child, segments, at + 1, {**values, name: segment})):
            return found
    return None
