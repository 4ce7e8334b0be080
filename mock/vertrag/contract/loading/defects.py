"""What in a document cannot be used as it stands, as data: where, and in words."""

from dataclasses import dataclass

FILES = "x-vertrag-files"
"""The field at the top of a document's tree that holds the other files it refers to, by name."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A part of the document that cannot be used as it stands; everything else is served."""

    pointer: str
    message: str


def place(pointer: str) -> str:
    """Where a JSON pointer leads for people: one into another file starts with that file's name."""
    if not pointer.startswith(f"/{FILES}/"):
        return pointer
    _, _, name, *rest = pointer.split("/")
    return "#/".join([name.replace("~1", "/").replace("~0", "~"), "/".join(rest)])
