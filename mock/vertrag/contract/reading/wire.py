"""Takes apart what HTTP carries as text: query strings, cookies, lists in headers, percent-encoding.

Law: what separates is looked for before percent-decoding, and percent-decoding happens exactly once: an
encoded comma is data, a bare one separates.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from vertrag.contract.violations import shown

Pairs = Mapping[str, list[str]]
"""Raw values by decoded name; the values are still percent-encoded."""

MOST_PARTS = 10_000  # members of a form: a bound against bodies made of nothing but separators

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
# An item of a list: quoted strings may hold commas (RFC 9110 §5.6.4); a stray quote is a character.
_LIST_ITEM = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^,])*')
_PARAMETER = re.compile(r';\s*([!#$%&\'*+.^_`|~0-9A-Za-z-]+)=("(?:[^"\\]|\\.)*"|[^;\s]*)')


class Undecodable(Exception):  # noqa: N818 - says what the text is
    """What was sent does not have the form that its style or media type wants; `pointer` says where in it."""

    def __init__(self, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.pointer = pointer


def query_pairs(query: str) -> Pairs:
    """The raw values of a query string by decoded name (WHATWG URL, application/x-www-form-urlencoded)."""
    pairs: dict[str, list[str]] = {}
    for part in query.split("&"):
        if part:
            name, _, text = part.partition("=")
            if "%" in name or "+" in name:
                name = unquote(name.replace("+", " "))
            pairs.setdefault(name, []).append(text)
    return pairs


def cookie_pairs(header: str) -> Pairs:
    """The raw values of a Cookie header by name (RFC 6265 §4.2.1)."""
    pairs: dict[str, list[str]] = {}
    for part in header.split(";"):
        name, separator, text = part.strip().partition("=")
        if separator:
            pairs.setdefault(name.rstrip(), []).append(unquoted(text.lstrip()))
    return pairs


def unquoted(text: str) -> str:
    """The content of a quoted string; other texts as they are (RFC 9110 §5.6.4)."""
    quoted = _QUOTED.fullmatch(text) if text.startswith('"') else None
    return re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else text


def list_items(text: str) -> list[str]:
    """The items of a header that is a list, quoted commas kept (RFC 9110 §5.6.1)."""
    if '"' not in text:
        return [item.strip() for item in text.split(",")]
    items, position = [], 0
    while position <= len(text):
        found = _LIST_ITEM.match(text, position)
        end = found.end() if found else len(text)
        items.append(unquoted(text[position:end].strip()))
        position = end + 1
    return items


def header_parameters(text: str) -> dict[str, str]:
    """The parameters behind a header's value by lower-case name: the charset of a Content-Type."""
    if ";" not in text:
        return {}
    return {name.lower(): unquoted(value) for name, value in _PARAMETER.findall(text)}


def percent_decoded(text: str, *, plus_is_space: bool = False) -> str:
    """The text with its percent-encoding undone once; `Undecodable` where no UTF-8 comes of it."""
    if plus_is_space and "+" in text:
        text = text.replace("+", " ")
    if "%" not in text:
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise Undecodable(f"is not UTF-8 once decoded: {shown(text)}") from None
