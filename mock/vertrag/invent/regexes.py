"""Writes texts that match a regular expression, of a wanted length where the expression leaves room.

Expressions come in the dialect of ECMA-262 (what JSON Schema asks for) or of Python. What a writer cannot
promise (lookaheads, word boundaries, lengths) is tried in several ways; the caller judges each text.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

Pick = Callable[[int], int]

_parse: Any = import_module("re._parser").parse  # the standard library's own; the module has no types
_MOST = 400  # characters: more is written only where a length asks for it
_LONGEST = 20_000  # elements of an expression that are written for one text
_FILLER = "abcdefghijklmnopqrstuvwxyz"
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_CATEGORIES = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_WORD": "abcdefghijklmnopqrstuvwxyz0123456789_",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_DIGIT": _FILLER,
    "CATEGORY_NOT_WORD": "-.",
    "CATEGORY_NOT_SPACE": _FILLER,
}
_PROPERTIES = {
    # A handful of each is enough: the texts are to match, not to cover Unicode.
    "Lu": "A-ZÄÖÜ",
    "Ll": "a-zäöüß",
    "L": "a-zA-ZäöüÄÖÜ",
    "N": "0-9",
    "Nd": "0-9",
    "P": "!,.:;?",
    "S": "+<=>",
    "Z": " ",
    "Zs": " ",
    "M": "\u0301",
}
_NAMES = {"Letter": "L", "Alphabetic": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll"} | {
    "Number": "N",
    "Decimal_Number": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Separator": "Z",
    "Space_Separator": "Zs",
}
_PROPERTY = re.compile(r"\\([pP])\{(?:[A-Za-z_]+=)?([A-Za-z_]+)\}")


def texts(pattern: str, pick: Pick, shortest: int, longest: int | None) -> Iterator[str]:
    """Texts that should match, the likeliest to fit the lengths first; none where it cannot be read."""
    tree = _tree(pattern)
    if tree is None or shortest > _LONGEST:
        return
    least = len(_Writer(pick, 0).write(tree))
    most = min(longest if longest is not None else max(shortest, least) + _MOST, max(shortest, least) + _MOST)
    usual = max(shortest, min(least + 4, most))
    for length in dict.fromkeys((usual, shortest, least, most, *range(shortest, min(most, shortest + 16)))):
        writer = _Writer(pick, max(0, length - least))
        text = writer.write(tree)
        yield from _with_pieces(text, "".join(writer.pieces))
        if len(writer.pieces) > 1:
            yield from _between(writer.pieces[0], writer.pieces[-1], shortest)
        yield f"beispiel{text}"
        filler = _FILLER * (max(0, shortest - len(text)) // len(_FILLER) + 1)
        short = filler[: max(0, shortest - len(text))]
        if short:  # where no anchor stands, anything may stand around a match
            yield text + short
            yield short + text
            yield f"{short[1:]} {text}"


def _with_pieces(text: str, pieces: str) -> Iterator[str]:
    """The text, and the text with what its lookaheads ask for worked in."""
    yield text
    if pieces:
        yield pieces + text[len(pieces) :]
        yield text[: len(text) - len(pieces)] + pieces if len(pieces) < len(text) else pieces
        yield pieces + text
        yield text[:1] + pieces + text[1 + len(pieces) :]


def _between(start: str, end: str, shortest: int) -> Iterator[str]:
    """What two lookaheads ask for, one at each end."""
    missing = max(0, shortest - len(start) - len(end))
    for filler in (_FILLER * (missing // len(_FILLER) + 1), "x" * missing, "0" * missing):
        yield start + filler[:missing] + end
        yield end + filler[:missing] + start


@lru_cache(maxsize=512)
def _tree(pattern: str) -> Any:
    try:
        return _parse(_in_python(pattern))
    except (re.error, OverflowError, RecursionError):
        return None


def _in_python(pattern: str) -> str:
    """An expression of ECMA-262 as Python reads it."""
    pattern = re.sub(r"\(\?<(?![=!])", "(?P<", pattern)
    pattern = re.sub(r"\\k<(\w+)>", r"(?P=\1)", pattern)
    pattern = re.sub(r"\\u\{([0-9A-Fa-f]+)\}", lambda found: f"\\U{found[1]:0>8}", pattern)
    pattern = re.sub(r"\\c([A-Za-z])", lambda found: f"\\x{ord(found[1]) % 32:02x}", pattern)
    pattern = pattern.replace("[^]", r"[\s\S]").replace(r"\/", "/")
    parts, place = [], 0
    for found in _PROPERTY.finditer(pattern):
        before = pattern[: found.start()]
        inside = len(re.findall(r"(?<!\\)\[", before)) > len(re.findall(r"(?<!\\)\]", before))
        parts += [pattern[place : found.start()], _property(found[1] == "P", found[2], inside=inside)]
        place = found.end()
    return "".join([*parts, pattern[place:]])


def _property(negated: bool, name: str, *, inside: bool) -> str:  # noqa: FBT001 - one of two escapes
    name = _NAMES.get(name, name)
    characters = _PROPERTIES.get(name) or _PROPERTIES.get(name[:1]) or _PROPERTIES["L"]
    if negated:
        characters = "0-9" if characters[0] in "aA" else "a-z"
    return characters if inside else f"[{characters}]"


class _Writer:
    """Writes one text; repeats take from `spare`, the characters beyond the fewest possible."""

    def __init__(self, pick: Pick, spare: int) -> None:
        self._pick = pick
        self._spare = spare
        self._left = _LONGEST
        self._groups: dict[int, str] = {}
        self.pieces: list[str] = []

    def write(self, tree: Any) -> str:
        return "".join(self._element(str(kind), value) for kind, value in tree)

    def _element(self, kind: str, value: Any) -> str:
        self._left -= 1
        writing = getattr(self, f"_{kind.lower()}", None) if self._left > 0 else None
        return writing(value) if writing else ""

    def _literal(self, code: int) -> str:
        return chr(code)

    def _not_literal(self, code: int) -> str:
        return self._one_of([char for char in _FILLER if ord(char) != code])

    def _any(self, _: None) -> str:
        return self._one_of(_FILLER)

    def _in(self, parts: Any) -> str:
        negated = str(parts[0][0]) == "NEGATE"
        ranges = [_range(str(kind), value) for kind, value in parts[negated:]]
        if negated:
            excluded = set().union(*map(set, ranges))
            return self._one_of([char for char in _FILLER + _PRINTABLE + " äöüß" if char not in excluded])
        sizes = [len(each) for each in ranges]
        place = self._pick(min(sum(sizes), 2**32))
        for each in ranges:
            if place < len(each):
                return each[place]
            place -= len(each)
        return ""

    def _branch(self, value: Any) -> str:
        return self.write(value[1][self._pick(len(value[1]))])

    def _subpattern(self, value: Any) -> str:
        group, _, _, tree = value
        text = self.write(tree)
        if group is not None:
            self._groups[group] = text
        return text

    def _groupref(self, group: int) -> str:
        return self._groups.get(group, "")

    def _atomic_group(self, tree: Any) -> str:
        return self.write(tree)

    def _assert(self, value: Any) -> str:
        direction, tree = value
        if direction > 0:
            spare, self._spare = self._spare, 0
            self.pieces.append(self.write(tree))
            self._spare = spare
        return ""

    def _max_repeat(self, value: Any) -> str:
        low, high, tree = value
        written: list[str] = []
        while self._left > 0 and len(written) < int(low):
            written.append(self.write(tree))
        while self._spare > 0 and len(written) < int(high):
            piece = self.write(tree)
            if not 0 < len(piece) <= self._spare:
                break
            self._spare -= len(piece)
            written.append(piece)
        return "".join(written)

    _min_repeat = _possessive_repeat = _max_repeat

    def _one_of(self, characters: Any) -> str:
        return characters[self._pick(len(characters))] if characters else ""


def _range(kind: str, value: Any) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "RANGE":
        low, high = value
        return "".join(map(chr, range(low, min(high, low + 400) + 1)))
    return _CATEGORIES.get(str(value), _FILLER)
