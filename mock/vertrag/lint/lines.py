"""The lines on which parts of a document stand, read from the events of a YAML parser.

JSON is read as YAML's flow style. Nothing is kept but the lines that are asked for, and no part of the
text is nested on the stack, so this is linear in time and small in memory.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml

from vertrag.contract.loading.document import pointer_tokens

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")  # JSON writes pairs of them, YAML knows none


@dataclass(slots=True)
class _Wanted:
    """A node of the tree of wanted pointers."""

    children: dict[str, "_Wanted"] = field(default_factory=dict)
    line: int = 0


@dataclass(slots=True)
class _Open:
    """A map or list that the parser is in; `key` is None where the next scalar of a map is a key."""

    wanted: _Wanted
    is_map: bool
    key: str | None = None
    index: int = -1
    key_line: int = 0


def lines_of(text: str, pointers: Iterable[str]) -> dict[str, int]:
    """The line of each JSON pointer, counted from 1: of its key in a map, of its item in a list.

    What cannot be found (it stands behind a YAML alias) has the line of the closest part around it.
    """
    root = _Wanted(line=1)
    leaves = {pointer: _planted(root, pointer) for pointer in pointers}
    with suppress(yaml.YAMLError):  # JSON that YAML cannot read to its end: what it met has its line
        _follow(events_of(text), root)
    return {
        pointer: next(node.line for node in reversed(path) if node.line) for pointer, path in leaves.items()
    }


def events_of(text: str) -> Iterator[Any]:
    """What a YAML parser meets in a text, in its order; `YAMLError` where it can read no further."""
    yield from yaml.parse(_SURROGATE.sub(r"\\uFFFD", text), Loader=_Loader)


def _planted(root: _Wanted, pointer: str) -> list[_Wanted]:
    path = [root]
    for token in pointer_tokens(pointer.replace("%", "%25")):
        path.append(path[-1].children.setdefault(token, _Wanted()))
    return path


def _follow(events: Iterable[Any], root: _Wanted) -> None:
    opened: list[_Open] = []
    unwanted = 0  # depth inside of a part that nobody asks for
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            if unwanted:
                unwanted -= 1
            else:
                opened.pop()
        elif unwanted:
            unwanted += isinstance(event, yaml.CollectionStartEvent)
        elif isinstance(event, yaml.NodeEvent):
            wanted = _met(opened, event) if opened else root
            if isinstance(event, yaml.CollectionStartEvent):
                if wanted is None:
                    unwanted = 1
                else:
                    opened.append(_Open(wanted, isinstance(event, yaml.MappingStartEvent)))


def _met(opened: list[_Open], event: Any) -> _Wanted | None:
    around = opened[-1]
    line = event.start_mark.line + 1
    if not around.is_map:
        around.index += 1
        return _seen(around, str(around.index), line)
    if around.key is None:
        around.key, around.key_line = str(getattr(event, "value", "")), line
        return None
    key, around.key = around.key, None
    return _seen(around, key, around.key_line)


def _seen(around: _Open, token: str, line: int) -> _Wanted | None:
    wanted = around.wanted.children.get(token)
    if wanted is not None:
        wanted.line = line
    return wanted
