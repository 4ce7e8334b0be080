"""Makes values of the events of a YAML parser, as far as YAML says what JSON can say (OAS 3.1 §4.1).

Laws
1. There are no dates, `no` is Norway, 12:30 is half past twelve, 01067 is in Dresden, and `=` is equal.
2. A key is the text that stands there: `200` is "200", and `1.10` another version than `1.1`.
3. What aliases share stays shared: a few lines of nested aliases would else grow beyond any memory.
4. Nothing is nested on the stack, and each event is looked at once: to build a tree of nodes first, as YAML
   libraries do, takes three times as long.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

import yaml
from yaml.constructor import ConstructorError

DEEPEST: Final = 500  # levels; more than any document needs, and far less than the stack of later code takes

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads some ten times faster

_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_STARTS_NUMBER: Final = frozenset("-+.0123456789")
_WHOLE: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)|0x[0-9a-fA-F]+")
_NUMBER: Final = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")

_TAG: Final = "tag:yaml.org,2002:"
# What JSON does not have is read as the nearest that it has.
_TEXTS: Final = frozenset(("!", *(f"{_TAG}{name}" for name in ("str", "binary", "timestamp"))))
_MEANT: Final = {f"{_TAG}null": type(None), f"{_TAG}bool": bool, f"{_TAG}int": int, f"{_TAG}float": float}
_MAPS: Final = frozenset((None, "!", *(f"{_TAG}{name}" for name in ("map", "set"))))
_LISTS: Final = frozenset((None, "!", *(f"{_TAG}{name}" for name in ("seq", "omap", "pairs"))))


def value_of(text: str) -> tuple[Any, int]:
    """The value that a text is, and how many values it holds once its aliases are written out.

    `YAMLError` where it is no YAML or more than JSON can say, `RecursionError` where it is nested deeper than
    `DEEPEST`, `ValueError` where a number is longer than Python reads.
    """
    builder = _Builder()
    for event in yaml.parse(text, Loader=_Loader):
        kind = type(event)
        if kind is yaml.ScalarEvent:
            builder.scalar(event)
        elif kind is yaml.MappingStartEvent:
            builder.begin(event, {}, _MAPS)
        elif kind is yaml.SequenceStartEvent:
            builder.begin(event, [], _LISTS)
        elif kind is yaml.AliasEvent:
            builder.alias(event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            builder.end()
        elif kind is yaml.DocumentStartEvent:
            builder.document(event)
    return builder.value, builder.size


@dataclass(slots=True)
class _Open:
    """A map or list that is not at its end; `key` is None where the next node of a map is a key."""

    value: Any
    is_map: bool
    anchor: str | None
    size: int = 1
    key: str | None = None
    merges: bool = False
    merged: list[dict[str, Any]] = field(default_factory=list)

    def whole(self) -> Any:
        """The value, with what was merged into it: its own members win, then what was named first."""
        if not self.merged:
            return self.value
        gathered: dict[str, Any] = {}
        for each in reversed(self.merged):
            gathered.update(each)
        return {**gathered, **self.value}


class _Builder:
    """Takes one event after the other."""

    def __init__(self) -> None:
        self.value: Any = None
        self.size = 1
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._documents = 0

    def document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            _refuse("there is more than one document in it", event)

    def begin(self, event: Any, empty: Any, tags: frozenset[str | None]) -> None:
        if event.tag not in tags:
            _refuse(f"nobody knows the tag {event.tag}", event)
        if self._open and self._open[-1].is_map and self._open[-1].key is None:
            _refuse("a key is a text", event)
        if len(self._open) >= DEEPEST:
            raise RecursionError
        self._open.append(_Open(empty, isinstance(empty, dict), event.anchor))

    def end(self) -> None:
        closed = self._open.pop()
        value = closed.whole()
        if closed.anchor:
            self._anchors[closed.anchor] = value, closed.size
        self._take(value, closed.size)

    def scalar(self, event: Any) -> None:
        plain, quoted = event.implicit
        around = self._open[-1] if self._open else None
        if around is not None and around.is_map and around.key is None:
            if event.anchor:
                self._anchors[event.anchor] = event.value, 1
            around.merges = plain and event.value == "<<"
            around.key = event.value
            return
        value = _plain(event.value) if plain else event.value if quoted else _tagged(event)
        if event.anchor:
            self._anchors[event.anchor] = value, 1
        self._take(value, 1)

    def alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            _refuse(f"nothing before it has the anchor {event.anchor!r}", event)
        value, size = self._anchors[event.anchor]
        around = self._open[-1] if self._open else None
        if around is None or not around.is_map or around.key is not None:
            self._take(value, size, event)
        elif isinstance(value, str):
            around.key = value
        else:
            _refuse("a key is a text", event)

    def _take(self, value: Any, size: int, event: Any = None) -> None:
        """Put a value that is whole where it belongs."""
        if not self._open:
            self.value, self.size = value, size
            return
        around = self._open[-1]
        around.size += size
        if not around.is_map:
            around.value.append(value)
        elif around.merges:
            around.merged += _mergeable(value, event)
            around.merges, around.key = False, None
        else:
            around.value[around.key] = value
            around.key = None


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _STARTS_NUMBER:
        if _WHOLE.fullmatch(text):
            return int(text, 16) if text.startswith("0x") else int(text)
        if _NUMBER.fullmatch(text):
            return float(text)
    return text


def _tagged(event: Any) -> Any:
    """A scalar whose author says what it is."""
    if event.tag in _TEXTS:
        return event.value
    meant = _MEANT.get(event.tag)
    if meant is None:
        _refuse(f"nobody knows the tag {event.tag}", event)
    value = _plain(event.value)
    if meant is float and type(value) is int:
        return float(value)
    if type(value) is not meant:
        _refuse(f"{event.value[:40]!r} is not what its tag says", event)
    return value


def _mergeable(value: Any, event: Any) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(each, dict) for each in found):
        _refuse("only maps can be merged", event)
    return found


def _refuse(problem: str, event: Any) -> NoReturn:
    raise ConstructorError(None, None, problem, getattr(event, "start_mark", None))
