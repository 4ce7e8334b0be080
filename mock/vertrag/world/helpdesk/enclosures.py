"""Enclosures: which file lies with a message, and what is in it, with the customer's real numbers.

Laws
1. A text that speaks of an enclosure has one, and a letter on paper lies with its ticket as a scan.
2. What a file shows is a pure function of its case and message; how big it is depends on its form alone, so
   a ticket can name the size of a file that nobody has made yet.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from vertrag.world.fixtures import table
from vertrag.world.helpdesk import papers, pictures

SCAN: Final = "scan"
"""The kind of file that shows the message itself."""
_HINT = re.compile(
    "[Hh]ang|häng|liegt bei|unterschrieben|als Foto|finden S|gestern gekommen|Broschüre"
)  # cheap
_SCAN_TITLE = "Posteingang"
_SCAN_NAME = "Posteingang.pdf"

Fill = Callable[[str], str]
"""Fills the slots of a text from the records of its case."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent; width and height in pixels, None for what is no picture."""

    content_type: str
    size: int
    width: int | None
    height: int | None


PICTURE = File("image/jpeg", pictures.PICTURE_SIZE, pictures.WIDTH * 8, pictures.HEIGHT * 8)
PAPER = File("application/pdf", papers.PAPER_SIZE, None, None)


@cache
def _kinds() -> dict[str, Mapping[str, Any]]:
    scan = {"name": _SCAN_NAME, "title": _SCAN_TITLE}
    return {SCAN: scan} | {row["kind"]: row for row in table("enclosures.yaml")}


def kinds() -> tuple[str, ...]:
    """All kinds of files."""
    return tuple(_kinds())


@cache
def _spoken_of() -> re.Pattern[str]:
    """What texts say of each kind, all in one expression."""
    return re.compile("|".join(f"(?P<{row['kind']}>{row['said']})" for row in table("enclosures.yaml")))


def enclosed(text: str) -> str | None:
    """The kind of file of which a text speaks, None if it speaks of none."""
    found = _spoken_of().search(text) if _HINT.search(text) else None
    return found.lastgroup if found else None


def form_of(kind: str) -> File:
    """Type, size and extent of a kind of file."""
    return PICTURE if "picture" in _kinds()[kind] else PAPER


def name_of(kind: str, fill: Fill) -> str:
    """The name of a file."""
    return fill(_kinds()[kind]["name"])


def content_of(kind: str, text: str, fill: Fill) -> bytes:
    """The file itself; `text` is the message with which it lies."""
    row = _kinds()[kind]
    if "picture" in row:
        return _photograph([fill(line) for line in row["picture"]])
    return papers.pdf(row["title"], text if kind == SCAN else fill(row["text"]))


def _photograph(lines: list[str]) -> bytes:
    """A meter with a lit number, or a slip of paper: the first line is large if it fits."""
    picture = pictures.canvas(118)
    pictures.fill(picture, (6, 4, 106, 68), 214)
    top = 10
    for line in lines:
        scale = 2 if line.isdecimal() else 1
        left = (pictures.WIDTH - pictures.width_of(line, scale)) // 2
        if scale > 1:
            pictures.fill(picture, (14, top - 3, 98, top + 17), 28)
        pictures.write(picture, (left, top), line, 236 if scale > 1 else 44, scale)
        top += 11 * scale
    return pictures.jpeg(picture)
