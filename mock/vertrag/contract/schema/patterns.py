r"""Reads the regular expressions of authors: ECMA-262 by the letter, what other engines add by translation.

Laws
1. A pattern that the engine reads as ECMA-262 stays as it is (JSON Schema 2020-12 §6.4).
2. What is left is mostly of Python, Java or PCRE (`\Z`, `(?P<n>)`, `\p{InGreek}`, `[\w-.]`). It is rewritten
   where the rewriting accepts exactly the same texts; a pattern that cannot be rewritten so has no reading.
3. Judging is bounded: an expression that backtracks without end is cut off after `BACKTRACKS` steps.
"""

import re
from functools import lru_cache

import jsonschema_rs

BACKTRACKS = 200_000  # steps; takes some 5 ms, where the patterns of real documents need a few hundred
LARGEST_PROGRAM = 32 * 1024 * 1024  # bytes of one compiled pattern: enough for `^.{0,5000}$`
OPTIONS = jsonschema_rs.FancyRegexOptions(backtrack_limit=BACKTRACKS, size_limit=LARGEST_PROGRAM)

_LITERAL_OF_JAVASCRIPT = re.compile(r"/(\^.*\$)/([a-z]*)", re.DOTALL)

_TOKEN = re.compile(
    r"""
      (?P<quoted>\\Q.*?(?:\\E|$))
    | (?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})
    | (?P<property>\\[pP]\{\^?[\w=]+\})
    | (?P<same>\\u\{[0-9a-fA-F]+\}|\{[0-9]+(?:,[0-9]*)?\})
    | (?P<reference>\\k<\w+>|\(\?P=\w+\))
    | (?P<name>\(\?P?<[A-Za-z_]\w*>)
    | (?P<comment>\(\?\#[^)]*\))
    | (?P<unknown>\(\?(?:[(>|&R0-9+]|-[0-9]))
    | (?P<group>\((?!\?))
    | (?P<octal>\\0[0-7]{0,2})
    | (?P<wide>\\x\{[0-9a-fA-F]+\})
    | (?P<escape>\\.)
    | (?P<upto>\{,[0-9]+\})
    | (?P<everything>\[\^\])
    | (?P<nothing>\[\])
    | (?P<hyphen>-(?=\\[dDwWsSpP]))
    | (?P<character>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ALSO_IN_CLASSES = {"pair", "property", "same", "octal", "wide", "escape", "hyphen", "character"}

# Blocks of Unicode by the names of java.util.regex, as ranges of a class.
_BLOCKS = {
    "BasicLatin": r"\u0000-\u007F",
    "Latin1Supplement": r"\u0080-\u00FF",
    "LatinExtendedA": r"\u0100-\u017F",
    "LatinExtendedB": r"\u0180-\u024F",
    "Greek": r"\u0370-\u03FF",
    "GreekandCoptic": r"\u0370-\u03FF",
    "Cyrillic": r"\u0400-\u04FF",
    "Hebrew": r"\u0590-\u05FF",
    "Arabic": r"\u0600-\u06FF",
    "Thai": r"\u0E00-\u0E7F",
    "GeneralPunctuation": r"\u2000-\u206F",
    "Hiragana": r"\u3040-\u309F",
    "Katakana": r"\u30A0-\u30FF",
    "CJKUnifiedIdeographs": r"\u4E00-\u9FFF",
    "HangulSyllables": r"\uAC00-\uD7AF",
}
_ESCAPES = {
    r"\Z": "$",
    r"\a": r"\x07",
    r"\e": r"\x1b",
    r"\h": r"[ \t\xA0\u1680\u2000-\u200A\u202F\u205F\u3000]",
    r"\R": r"(?:\r\n|[\n\x0B\f\r\x85\u2028\u2029])",
}
_ESCAPES_IN_CLASS = {
    r"\b": r"\x08",
    r"\a": r"\x07",
    r"\e": r"\x1b",
    r"\h": r" \t\xA0\u1680\u2000-\u200A\u202F\u205F\u3000",
}
# Letters with a meaning in ECMA-262 or in the engine; `\i` is else just an i (ECMA-262 Annex B).
_MEANINGFUL = frozenset("dDwWsSbBtnrvfcuxpPkAz0123456789")
_WITHOUT_COUNTERPART = frozenset("GKXNCyY")
_CLASSES = (r"\d", r"\D", r"\w", r"\W", r"\s", r"\S")


class _Unreadable(Exception):  # noqa: N818 - says what the pattern is
    """A construct has no counterpart in the engine."""


@lru_cache(maxsize=4096)
def readable(pattern: str) -> str | None:
    """The pattern as the engine reads it; None where there is no safe reading."""
    if _compiles(pattern):
        return pattern
    try:
        translated = _Translation(pattern).text()
    except _Unreadable:
        return None
    return translated if _compiles(translated) else None


@lru_cache(maxsize=4096)
def is_found(pattern: str, text: str) -> bool:
    """Whether the engine finds a pattern in a text; a pattern that it cannot read may be anywhere."""
    read = readable(pattern)
    if read is None:
        return True
    return jsonschema_rs.Draft202012Validator({"pattern": read}, pattern_options=OPTIONS).is_valid(text)


def meant(pattern: str) -> str:
    """The pattern without the slashes of a JavaScript literal: `/^a$/i` as it stands could match nothing."""
    literal = _LITERAL_OF_JAVASCRIPT.fullmatch(pattern)
    if literal is None:
        return pattern
    return f"(?i){literal[1]}" if "i" in literal[2] else literal[1]


def _compiles(pattern: str) -> bool:
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=OPTIONS)
    except ValueError:
        return False
    return True


class _Translation:
    """One pass over the tokens of a pattern."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._in_class = False
        self._last = ""  # the piece before, as the author wrote it
        self._names: dict[str, int] = {}
        self._groups = 0

    def text(self) -> str:
        """The translated pattern."""
        return "".join(self._translated(found) for found in _TOKEN.finditer(self._pattern))

    def _translated(self, found: re.Match[str]) -> str:
        kind, piece = str(found.lastgroup), found[0]
        if self._in_class and kind not in _ALSO_IN_CLASSES:
            return "".join(map(self._character, piece))  # within brackets these are plain characters
        translated: str = getattr(self, f"_{kind}")(piece)
        self._last = piece
        return translated

    def _quoted(self, piece: str) -> str:
        return re.sub(r"([^\w\s])", r"\\\1", piece[2:].removesuffix(r"\E"))

    def _pair(self, piece: str) -> str:
        high, low = int(piece[2:6], 16), int(piece[8:], 16)
        return rf"\u{{{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):X}}}"

    def _property(self, piece: str) -> str:
        ranges = _BLOCKS.get(piece[3:-1].removeprefix("In").removeprefix("^"))
        if ranges is None or not piece[3:-1].startswith("In"):
            return piece
        if piece[1] == "p":
            return ranges if self._in_class else f"[{ranges}]"
        if self._in_class:
            raise _Unreadable(piece)
        return f"[^{ranges}]"

    def _reference(self, piece: str) -> str:
        name = piece[3:-1] if piece.startswith(r"\k") else piece[4:-1]
        if name not in self._names:
            raise _Unreadable(piece)
        return rf"(?:\{self._names[name]})"

    def _name(self, piece: str) -> str:
        self._groups += 1
        self._names[piece[piece.index("<") + 1 : -1]] = self._groups
        return piece.replace("(?P<", "(?<")

    def _group(self, piece: str) -> str:
        self._groups += 1
        return piece

    def _comment(self, _: str) -> str:
        return ""

    def _octal(self, piece: str) -> str:
        return rf"\x{int(piece[1:], 8):02X}"

    def _wide(self, piece: str) -> str:
        return rf"\u{piece[2:]}"

    def _upto(self, piece: str) -> str:
        return "{0" + piece[1:]

    def _same(self, piece: str) -> str:
        return piece

    def _everything(self, _: str) -> str:
        return r"[\s\S]"

    def _nothing(self, _: str) -> str:
        return "(?!)"

    def _unknown(self, piece: str) -> str:
        raise _Unreadable(piece)

    def _hyphen(self, piece: str) -> str:
        return r"\-" if self._in_class else piece

    def _escape(self, piece: str) -> str:
        table = _ESCAPES_IN_CLASS if self._in_class else _ESCAPES
        if piece in table:
            return table[piece]
        letter = piece[1]
        if letter in _WITHOUT_COUNTERPART:
            raise _Unreadable(piece)
        return letter if letter.isalnum() and letter not in _MEANINGFUL else piece

    def _character(self, piece: str) -> str:
        if not self._in_class:
            self._in_class = piece == "["
            return rf"\{piece}" if piece in "{}" else piece
        if piece == "]":
            self._in_class = False
        after_class = self._last in _CLASSES or self._last.startswith((r"\p", r"\P"))
        return r"\-" if piece == "-" and after_class else piece
