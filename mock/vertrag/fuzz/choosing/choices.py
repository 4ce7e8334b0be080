"""What the settings say about single operations: left out, allowed to write, fewer examples, checks ignored.

1. A name is a label such as `DELETE /tickets/{id}`, or a pattern such as `* /admin/*` or `DELETE *`.
2. Where several names fit, each adds what it says; what stands last wins.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from fnmatch import translate
from typing import Any

from vertrag.errors import UsageError
from vertrag.fuzz.observations import Complaint


@dataclass(frozen=True, slots=True)
class Choice:
    """What is said about an operation; `ignore` are codes of checks, or their beginnings, or their names."""

    skip: bool = False
    reason: str = ""
    allow_writes: bool = False
    max_examples: int | None = None
    ignore: tuple[str, ...] = ()

    def ignores(self, complaint: Complaint) -> bool:
        """Whether a complaint is not wanted."""
        return any(complaint.code.startswith(each) or complaint.rule == each for each in self.ignore)


_KINDS: dict[str, type] = {
    "skip": bool,
    "reason": str,
    "allow_writes": bool,
    "max_examples": int,
    "ignore": list,
}


@dataclass(frozen=True, slots=True)
class Choices:
    """All that is said, by name; `ignore` holds for every operation."""

    by_name: tuple[tuple[str, Choice], ...] = ()
    ignore: tuple[str, ...] = ()

    def of(self, label: str) -> Choice:
        """What holds for one operation."""
        found = Choice(ignore=self.ignore)
        for name, choice in self.by_name:
            if name == label or re.match(_translated(name), label):
                said = {field.name: getattr(choice, field.name) for field in fields(Choice)}
                changed = {key: value for key, value in said.items() if value not in (False, "", None, ())}
                ignore = (*found.ignore, *choice.ignore)
                found = replace(found, **{**changed, "ignore": ignore})
        return found

    @property
    def examples(self) -> tuple[tuple[str, int], ...]:
        """How many examples operations get, by a regular expression of their labels."""
        chosen = ((name, choice.max_examples) for name, choice in self.by_name)
        return tuple((_translated(name), number) for name, number in chosen if number is not None)

    def writable(self, labels: Iterable[str]) -> frozenset[str]:
        """Those of the labels whose operations may change data whatever else is allowed."""
        return frozenset(label for label in labels if self.of(label).allow_writes)

    def without(self, labels: Iterable[str]) -> tuple[str, ...]:
        """The names that fit none of the labels: most likely they are misspelt."""
        known = tuple(labels)
        return tuple(
            name
            for name, _ in self.by_name
            if not any(name == label or re.match(_translated(name), label) for label in known)
        )


NO_CHOICES = Choices()


def choices_of(table: Iterable[tuple[str, Any]], ignore: tuple[str, ...] = ()) -> Choices:
    """The choices in a table of settings; raises UsageError for what it cannot mean."""
    return Choices(tuple((name, _choice(name, said)) for name, said in table), ignore)


def _choice(name: str, said: Any) -> Choice:
    place = f"[fuzz.operations.{name!r}]"
    if not isinstance(said, dict):
        raise UsageError(f"{place}: {said!r} is no table", hint=f"it has {', '.join(_KINDS)}")
    values: dict[str, Any] = {}
    for key, value in said.items():
        known = key.replace("-", "_")
        kind = _KINDS.get(known)
        if kind is None:
            raise UsageError(f"{place}: unknown key {key!r}", hint=f"it has {', '.join(_KINDS)}")
        if type(value) is not kind or value == 0:
            raise UsageError(f"{place}: {key} = {value!r} is not allowed", hint=f"it is a {kind.__name__}")
        values[known] = tuple(str(each) for each in value) if isinstance(value, list) else value
    return Choice(**values)


def _translated(name: str) -> str:
    # Brackets and question marks are parts of paths here, and only the star stands for something.
    return translate(re.sub(r"[\[?]", lambda found: f"[{found[0]}]", name))
