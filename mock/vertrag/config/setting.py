"""What a setting is: a row of a table, and the table of a command."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from vertrag.config.kinds import Kind

Place = Literal["option", "argument", "nowhere"]


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says about a setting; `place` is where the command line takes it.

    One that is a command's `own` means something else than those of its name elsewhere, so a variable or key
    for every command does not reach it.
    """

    help: str
    kind: Kind
    place: Place = "option"
    secret: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of a table with its name and its default."""

    name: str
    default: Any
    row: Row


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one command, which is also the section of the settings file."""

    section: ClassVar[str]
