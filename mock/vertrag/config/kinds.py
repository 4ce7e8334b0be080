"""Kinds of values: how each is read from a text or from a TOML value, and what it allows.

A kind raises ValueError for what it does not allow; who asked knows where the value came from.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Kind(Protocol):
    """One kind of value."""

    @property
    def allowed(self) -> str:
        """What to say after "it must be"."""

    @property
    def metavar(self) -> str:
        """What the help shows in place of a value."""

    def from_text(self, text: str) -> Any:
        """The value that a flag or an environment variable means."""

    def from_value(self, value: object) -> Any:
        """The value that a TOML value means; unlike a text it must have the right type."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that matches a pattern from end to end."""

    metavar: str
    allowed: str = "a text that is not empty"
    pattern: str = r"[\s\S]+"

    def from_text(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text):
            raise ValueError(text)
        return text

    def from_value(self, value: object) -> str:
        return self.from_text(_of(str, value))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few names."""

    names: Sequence[str]

    @property
    def allowed(self) -> str:
        return " or ".join([", ".join(self.names[:-1]), self.names[-1]])

    @property
    def metavar(self) -> str:
        return "|".join(self.names)

    def from_text(self, text: str) -> str:
        if text not in self.names:
            raise ValueError(text)
        return text

    def from_value(self, value: object) -> str:
        return self.from_text(_of(str, value))


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds, both included."""

    least: int
    most: int
    metavar: str = "N"

    @property
    def allowed(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    def from_text(self, text: str) -> int:
        # int() alone would also take "1_000", " 1" and digits of every script.
        if not re.fullmatch(r"[+-]?[0-9]{1,40}", text):
            raise ValueError(text)
        return self.from_value(int(text))

    def from_value(self, value: object) -> int:
        number = _of(int, value)
        if not self.least <= number <= self.most:
            raise ValueError(value)
        return number


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    metavar: str = ""
    allowed: str = "true or false"

    def from_text(self, text: str) -> bool:
        words = {"true": True, "yes": True, "on": True, "1": True}
        words |= {"false": False, "no": False, "off": False, "0": False}
        if text.lower() not in words:
            raise ValueError(text)
        return words[text.lower()]

    def from_value(self, value: object) -> bool:
        return _of(bool, value)


@dataclass(frozen=True, slots=True)
class Many:
    """Several values of one kind: a list in TOML, a repeated flag, or a text with commas."""

    each: Kind

    @property
    def allowed(self) -> str:
        return f"a list, and each of it {self.each.allowed}"

    @property
    def metavar(self) -> str:
        return self.each.metavar

    def from_text(self, text: str) -> tuple[Any, ...]:
        return tuple(self.each.from_text(part.strip()) for part in text.split(","))

    def from_value(self, value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise ValueError(value)
        return tuple(self.each.from_value(part) for part in value)


@dataclass(frozen=True, slots=True)
class Table:
    """Names with what is said about each: a table in TOML, an object as JSON in a text; kept as pairs."""

    metavar: str = "JSON"
    allowed: str = "a table by name, as JSON where it is a text"

    def from_text(self, text: str) -> tuple[tuple[str, Any], ...]:
        try:
            return self.from_value(json.loads(text))
        except RecursionError:
            raise ValueError(text) from None

    def from_value(self, value: object) -> tuple[tuple[str, Any], ...]:
        pairs = value if isinstance(value, tuple) else _of(dict, value).items()
        return tuple((str(name), said) for name, said in pairs)


def _of(wanted: type[T], value: object) -> T:
    # bool is a subclass of int, yet no number in TOML.
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise ValueError(value)
    return value
