"""Keys that stand twice in one map: what readers of JSON and YAML drop without a word."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml

from vertrag.contract.loading.pointers import escape
from vertrag.lint.lines import events_of
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Survey


@dataclass(slots=True)
class _Open:
    """A map or list that the parser is in, and how often each key was met."""

    pointer: str
    is_map: bool
    counts: dict[str, int] = field(default_factory=dict)
    key: str | None = None
    index: int = 0


def repeated_keys(text: str) -> Iterator[tuple[str, int]]:
    """The pointer of each key that stands more than once in its map, and how often it does."""
    if _is_json_without(text):
        return
    with suppress(yaml.YAMLError):  # JSON that YAML cannot read to its end: what it met is said
        yield from _repeated(events_of(text))


def _is_json_without(text: str) -> bool:
    """Whether the text is JSON in which no key stands twice: quick, and true of nearly all JSON."""

    def noted(pairs: list[tuple[str, Any]]) -> None:
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError

    try:
        json.loads(text, object_pairs_hook=noted)
    except (ValueError, RecursionError):
        return False
    return True


def _repeated(events: Iterable[Any]) -> Iterator[tuple[str, int]]:
    opened: list[_Open] = []
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            closed = opened.pop()
            yield from ((f"{closed.pointer}/{key}", n) for key, n in closed.counts.items() if n > 1)
        elif isinstance(event, yaml.NodeEvent):
            pointer = _met(opened[-1], event) if opened else ""
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(_Open(pointer, isinstance(event, yaml.MappingStartEvent)))


def _met(around: _Open, event: Any) -> str:
    """The pointer of a node in the map or list around it."""
    if not around.is_map:
        around.index += 1
        return f"{around.pointer}/{around.index - 1}"
    if around.key is None:
        around.key = escape(str(getattr(event, "value", "")))
        if around.key != "<<":  # of merges there may be several
            around.counts[around.key] = around.counts.get(around.key, 0) + 1
        return around.pointer
    key, around.key = around.key, None
    return f"{around.pointer}/{key}"


def _found(survey: Survey) -> Iterator[Where]:
    for pointer, count in repeated_keys(survey.text):
        key = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        yield pointer, f"The key {key!r} stands {count} times in one map; the last one counts."


RULES = (
    Rule(
        "V100",
        "warning",
        "key that stands twice",
        "A map of JSON or YAML has each key once (YAML 1.2 §3.2.1.3, RFC 8259 §4). Of several, readers keep "
        "one and say nothing; here it is the last, and what stands under the others does not hold.",
        "Merge them, or give one another name.",
        _found,
    ),
)
