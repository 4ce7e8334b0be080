"""Papers: one-page PDF files of plain text, small enough to be written by hand (ISO 32000-1 §7.5)."""

import textwrap
from collections.abc import Iterator

PAPER_SIZE = 8_192
"""Bytes of every paper: a comment fills it up, so its size is known before it is written."""
_LINE = 88  # characters of Helvetica 10 between the margins
_LINES = 54  # a page holds no more
_MARK = "Erfundene Daten zu Testzwecken: synthetic data"


def pdf(title: str, text: str) -> bytes:
    """A page with a title and lines of text as a PDF file of PAPER_SIZE bytes."""
    content = "\n".join(_drawn(title, text)).encode("cp1252", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    return _filled_up(objects)


def _drawn(title: str, text: str) -> Iterator[str]:
    """The operators that show the page, from the upper margin down."""
    yield f"BT /F 16 Tf 60 780 Td ({_escaped(title)}) Tj ET"
    yield "BT /F 10 Tf 13 TL 60 750 Td"
    for line in _wrapped(text)[:_LINES]:
        yield f"({_escaped(line)}) Tj T*"
    yield f"ET BT /F 7 Tf 60 40 Td ({_MARK}) Tj ET"


def _wrapped(text: str) -> list[str]:
    return [part for line in text.splitlines() for part in textwrap.wrap(line, _LINE) or [""]]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _filled_up(objects: list[bytes]) -> bytes:
    """The file: header, comment, objects, and the table that says where each object begins."""
    numbered = [b"%d 0 obj%s endobj\n" % (number, each) for number, each in enumerate(objects, 1)]
    head, tail = b"%PDF-1.4\n%", b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%06d\n%%%%EOF\n"
    count = len(objects) + 1
    size = len(head) + 1 + sum(map(len, numbered)) + len(b"xref\n0 %d\n" % count) + 20 * count
    blank = PAPER_SIZE - size - len(tail % (count, 0))
    content = head + b" " * blank + b"\n"
    places = []
    for each in numbered:
        places.append(len(content))
        content += each
    rows = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"xref\n0 %d\n" % count + rows + tail % (count, len(content))
