"""One text in several forms: as HTML, as plain text, without greeting and signature, and its beginning.

What customers and agents of the world write is plain; what comes through an API may be HTML.
"""

import re
from html import escape, unescape

_GREETINGS = ("Sehr geehrte", "Guten Tag", "Hallo", "Liebe")
_CLOSING = re.compile(r"^[^\n]*Grüßen?\b")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"<br\s*/?>\n?|</(?:p|div|li|tr|h[1-6])>", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Whether a text holds tags."""
    return _TAG.search(text) is not None


def as_html(text: str) -> str:
    """Paragraphs of HTML; what is HTML already stays as it is."""
    if is_html(text):
        return text
    paragraphs = escape(text, quote=False).split("\n\n")
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)


def as_plain(text: str) -> str:
    """The text of HTML; what is plain already stays as it is."""
    if not is_html(text):
        return text
    return unescape(_TAG.sub("", _BREAK.sub("\n", text))).strip()


def start_of(text: str, most: int) -> str:
    """The first characters of a text in one line, cut between words: half an address would be somebody's."""
    line = " ".join(as_plain(text).split())
    if len(line) <= most:
        return line
    whole, space, _ = line[: most + 1].rpartition(" ")
    return whole if space else line[:most]


def without_courtesies(text: str) -> str:
    """What stands between greeting and closing, in one line."""
    paragraphs = text.split("\n\n")
    greetings = [place for place, each in enumerate(paragraphs) if each.startswith(_GREETINGS)]
    start = greetings[0] + 1 if greetings and len(paragraphs) > greetings[0] + 1 else 0
    closings = [place for place, each in enumerate(paragraphs) if place > start and _CLOSING.search(each)]
    return " ".join(" ".join(paragraphs[start : closings[-1] if closings else None]).split())
