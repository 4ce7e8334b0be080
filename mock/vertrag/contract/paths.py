"""Finds the path template of a request path in a trie, in time that does not depend on their number.

Laws
1. A concrete segment wins over a template at the same place (OAS 3.0 §4.7.8.2), wherever each was declared.
2. Segments are compared before percent-decoding of slashes: an encoded slash never divides.
3. Templates that differ in the names of their parameters alone, or in what follows `?` or `#` (which is no
   part of a path, RFC 3986 §3), have the same paths. Documents that break the rules against them are common,
   so all of them stay, in the order in which they were declared.
4. A segment with several parameters may be read in several ways: `{name}.{ending}` in `a.b.json`. They are
   all given, up to a few, those with long first parameters first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar
from urllib.parse import unquote, unquote_plus

from vertrag.contract.reading.wire import query_pairs

T = TypeVar("T")
_EXPRESSION = re.compile(r"\{([^{}]+)\}")
_MOST_READINGS = 16
_SPACE = re.compile(r"(?<![0-9][eE])\+|\+(?![0-9])")
"""A plus in a query, but not that of an exponent: who fills in a path leaves it as it is."""


@dataclass(slots=True)
class _Node(Generic[T]):
    literals: dict[str, "_Node[T]"] = field(default_factory=dict)
    mixed: "list[tuple[tuple[str, ...], _Node[T]]]" = field(default_factory=list)
    whole: "_Node[T] | None" = None
    leaves: "list[tuple[str, tuple[str, ...], T]]" = field(default_factory=list)


_Found = tuple[list[tuple[str, tuple[str, ...], T]], list[list[str]]]
"""Leaves, each with its template and the names in it; the texts that stand in the path for these, as read in
each way."""


class PathTrie(Generic[T]):
    """Path templates and what belongs to each."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, template: str, leaf: T) -> None:
        """Add a template such as `/tickets/{ticketId}/log`; the first of two equal ones stays."""
        node = self._root
        path, _, _ = parted(template)
        for segment in _segments(path):
            node = _child(node, segment)
        if all(template != known for known, _, _ in node.leaves):
            node.leaves.append((template, names_in(template), leaf))

    def find(self, path: str) -> list[tuple[T, dict[str, str]]]:
        """What belongs to a raw path, each with the raw text of its parameters by name; mostly one."""
        leaves, readings = _find(self._root, _segments(path), 0, []) or ((), ())
        return [
            (leaf, dict(zip(names, texts, strict=True))) for _, names, leaf in leaves for texts in readings
        ]


def parted(template: str) -> tuple[str, str, str]:
    """The path, the query and the fragment of a template; only the path finds it."""
    rest, _, fragment = template.partition("#")
    path, _, query = rest.partition("?")
    return path, query, fragment


def names_in(template: str) -> tuple[str, ...]:
    """The names of the parameters that a template has in its path."""
    return tuple(_EXPRESSION.findall(parted(template)[0]))


def places_in(template: str) -> frozenset[str]:
    """The names of all parameters that a template has a place for, in its query and its fragment too."""
    return frozenset(_EXPRESSION.findall(template))


def query_values(template: str, query: str) -> dict[str, str] | None:
    """What a query has, raw, for the expressions in a template's query; None where it does not fit."""
    sent = query_pairs(query)
    found: dict[str, str] = {}
    for name, wanted in query_pairs(parted(template)[1]).items():
        expression = _EXPRESSION.fullmatch(wanted[0])
        text = sent.get(name, [""])[0]
        if expression and text:
            found[expression[1]] = _SPACE.sub("%20", text)  # a path has pluses of its own
        elif unquote_plus(text) != unquote_plus(wanted[0]):
            return None
    return found


def _segments(path: str) -> list[str]:
    return path.removeprefix("/").split("/")


def _child(node: _Node[T], segment: str) -> _Node[T]:
    names = _EXPRESSION.findall(segment)
    if not names:
        return node.literals.setdefault(unquote(segment), _Node())
    if segment == "{" + names[0] + "}":
        node.whole = node.whole or _Node()
        return node.whole
    literals = tuple(_EXPRESSION.split(segment)[::2])
    for known, child in node.mixed:
        if known == literals:
            return child
    node.mixed.append((literals, _Node()))
    return node.mixed[-1][1]


def _readings(segment: str, literals: tuple[str, ...]) -> Iterator[list[str]]:
    """Every way to read a segment as texts between these literals, none of them empty."""
    first, *between, last = literals
    body = segment.removeprefix(first).removesuffix(last)
    if not body or f"{first}{body}{last}" != segment:
        return
    latest: list[int] = []  # where each literal begins at the latest, so that all after it has room
    end = len(body)
    for literal in reversed(between):
        end = body.rfind(literal, 1, end - 1)
        if end < 0:
            return
        latest.insert(0, end)
    yield from _split(body, 0, between, latest)


def _split(body: str, start: int, literals: list[str], latest: list[int]) -> Iterator[list[str]]:
    if not literals:
        yield [body[start:]]
        return
    literal = literals[0]
    end = latest[0] + len(literal)
    while (at := body.rfind(literal, start + 1, end)) >= 0:
        for rest in _split(body, at + len(literal), literals[1:], latest[1:]):
            yield [body[start:at], *rest]
        end = at + len(literal) - 1


def _find(node: _Node[T], segments: list[str], index: int, texts: list[str]) -> _Found[T] | None:
    for at in range(index, len(segments)):
        segment = segments[at]
        literal = node.literals.get(unquote(segment) if "%" in segment else segment)
        if literal is not None and not node.mixed and node.whole is None:
            node = literal
        elif literal is None and not node.mixed and node.whole is not None and segment:
            node = node.whole
            texts.append(segment)
        else:  # there are several ways, or none
            return _find_among(node, literal, segments, at, texts)
    return (node.leaves, [texts]) if node.leaves else None


def _find_among(
    node: _Node[T], literal: _Node[T] | None, segments: list[str], at: int, texts: list[str]
) -> _Found[T] | None:
    if literal is not None and (found := _find(literal, segments, at + 1, [*texts])):
        return found
    segment = segments[at]
    for literals, child in node.mixed:
        readings = [*islice(_readings(segment, literals), _MOST_READINGS)]
        if readings and (found := _find(child, segments, at + 1, [])):
            leaves, rests = found
            ways = ([*texts, *reading, *rest] for reading in readings for rest in rests)
            return leaves, [*islice(ways, _MOST_READINGS)]
    # An empty segment is no value: `/tickets//log` is another path.
    if segment and node.whole is not None:
        return _find(node.whole, segments, at + 1, [*texts, segment])
    return None
