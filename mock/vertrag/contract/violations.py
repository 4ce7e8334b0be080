"""A broken promise of the contract, as data: where, which rule, which value, in words."""

from dataclasses import dataclass
from typing import Any, Literal

Location = Literal[
    "path", "query", "querystring", "header", "cookie", "body", "status", "media type", "method"
]

Blame = Literal["implementation", "document", "ambiguous"]
"""Who erred: the sender of the message, the document that forgot to allow it, or a matter of reading."""

LONGEST_VALUE = 80  # characters of a value that a message shows; the violation itself keeps it whole


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule of the document that an exchange breaks.

    `name` is the parameter or header ("" for bodies and statuses), `pointer` the JSON pointer into its
    value ("" is the whole of it), `rule` the keyword or law that is broken, `schema` the JSON pointer to
    that rule in the document ("" where none is written down). `blame` is "document" for an error answer that
    every server must be able to give and the document does not declare.
    """

    location: Location
    rule: str
    message: str
    name: str = ""
    pointer: str = ""
    value: Any = None
    schema: str = ""
    blame: Blame = "implementation"

    @property
    def place(self) -> str:
        """Where it stands, for people: `query limit`, `body /items/0/name`."""
        return " ".join(part for part in (self.location, self.name, self.pointer) if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def shown(value: Any) -> str:
    """A value as a message shows it: as Python would write it, cut where it gets long."""
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
