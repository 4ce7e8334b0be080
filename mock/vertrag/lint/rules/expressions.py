"""Rules on regular expressions: JSON Schema speaks the dialect of ECMA 262."""

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

from vertrag.contract.loading.document import escape
from vertrag.contract.schema.patterns import meant, readable
from vertrag.contract.violations import shown
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Survey, member

# What Python, PCRE, Ruby or POSIX know and ECMA 262 does not, outside of escaped backslashes.
_FOREIGN = re.compile(r"(?<!\\)(?:\\\\)*(\\[AZzGhRKQEX]|\(\?P[<=>]|\(\?>|\(\?#|\(\?[imsxu]+[):]|[*+?}]\+)")
_POSIX = re.compile(r"\[\[:\^?\w+:\]")
_CLASS = re.compile(r"(\\.)|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_NATIVE = re.compile(r"\\k<\w+>|\[\^?\]")  # of ECMA 262, and rewritten only for the engine
_ENDLESS = 1 << 32
_parse: Any = import_module("re._parser").parse  # the standard library's own; the module has no types
_UNBOUNDED = re.compile(r"[*+]|\{\d+,\}")
_OPTIONAL = re.compile(r"[*?]|\{0,\d*\}")
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|P?<\w+>)|.", re.DOTALL)
_QUANTIFIER = re.compile(r"[*+?]|\{\d*,?\d*\}")


def _patterns(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        pattern = place.node.get("pattern")
        if isinstance(pattern, str):
            yield f"{place.pointer}/pattern", pattern
        for name in member(place.node, "patternProperties"):
            yield f"{place.pointer}/patternProperties/{escape(name)}", name


def _foreign(pattern: str) -> str:
    """What of a pattern ECMA 262 does not know; within a class of characters, `*+` are two of them."""
    if posix := _POSIX.search(pattern):
        return posix[0]
    found = _FOREIGN.search(_CLASS.sub(lambda match: match[1] or "[]", pattern))
    return found[1] if found else ""


def _broken(survey: Survey) -> Iterator[Where]:
    for pointer, pattern in _patterns(survey):
        if readable(meant(pattern)) is None:
            yield pointer, f"{shown(pattern)} is no regular expression."


def _dialects(survey: Survey) -> Iterator[Where]:
    for pointer, pattern in _patterns(survey):
        reading = readable(meant(pattern))
        is_rewritten = reading != pattern and not _NATIVE.search(pattern)
        if reading is not None and (is_rewritten or _foreign(pattern)):
            cause = f": it does not know {_foreign(pattern)}" if _foreign(pattern) else f"; read as {reading}"
            yield pointer, f"{shown(pattern)} is not of ECMA 262{cause}."


def _too_narrow(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        pattern = place.node.get("pattern")
        shortest, longest = _width(pattern) if isinstance(pattern, str) else (0, _ENDLESS)
        least, most = place.node.get("minLength"), place.node.get("maxLength")
        if isinstance(most, int) and shortest > most:
            yield place.pointer, f"{shown(pattern)} asks for {shortest} characters, maxLength allows {most}."
        elif isinstance(least, int) and longest < least:
            yield place.pointer, f"{shown(pattern)} allows {longest} characters, minLength asks for {least}."


def _width(pattern: str) -> tuple[int, int]:
    """The fewest and the most characters of texts that match; the widest bounds where it is hard to say."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # on `[[`, which means the same for both
            shortest, longest = _parse(pattern).getwidth()
    except (re.error, OverflowError, RecursionError):
        return 0, _ENDLESS  # of another dialect than Python's
    is_whole = pattern.startswith("^") and pattern.endswith("$") and "|" not in pattern
    return shortest, longest if is_whole else _ENDLESS


def _explosive(survey: Survey) -> Iterator[Where]:
    for pointer, pattern in _patterns(survey):
        if readable(meant(pattern)) is not None and _nests_repetition(pattern):
            yield pointer, f"{shown(pattern)} repeats a repetition and may take exponential time."


@lru_cache(maxsize=4096)
def _nests_repetition(pattern: str) -> bool:
    """Whether a group that holds nothing but unbounded repetitions is itself repeated without bound.

    `(a+)+` is one; `(a+,)*` is none, as the comma says where each round ends.
    """
    groups: list[list[int]] = []  # per open group: unbounded atoms, mandatory atoms that are bounded
    position = 0
    while position < len(pattern):
        atom = _ATOM.match(pattern, position)
        position = atom.end() if atom else position + 1
        text = atom[0] if atom else ""
        if text.startswith("("):
            groups.append([0, 0])
            continue
        if text == "|" and groups:
            groups[-1][1] = 0
            continue
        quantifier = _QUANTIFIER.match(pattern, position)
        repeated = quantifier[0] if quantifier else ""
        position += len(repeated)
        if text == ")" and groups:
            unbounded, mandatory = groups.pop()
            if unbounded and not mandatory and _UNBOUNDED.fullmatch(repeated):
                return True
        if groups and text not in "^$":
            if _UNBOUNDED.fullmatch(repeated):
                groups[-1][0] += 1
            elif not _OPTIONAL.fullmatch(repeated):
                groups[-1][1] += 1
    return False


RULES = (
    Rule(
        "V152",
        "error",
        "broken regular expression",
        "JSON Schema speaks the regular expressions of ECMA 262 (JavaScript). This one can be read neither "
        "as such nor as one of Python, Java or PCRE that means the same, so it judges nothing.",
        "Correct it; mind that YAML reads backslashes in double quotes, so prefer single quotes.",
        _broken,
    ),
    Rule(
        "V153",
        "warning",
        "regular expression of another dialect",
        "The expression uses what Python, Java, PCRE or POSIX know and ECMA 262 does not. vertrag can read "
        "it; other tools refuse it, or read it differently.",
        "Write `^` for `\\A`, `$` for `\\Z`, `(?<name>…)` for `(?P<name>…)`, `[A-Za-z]` for `[[:alpha:]]`.",
        _dialects,
    ),
    Rule(
        "V154",
        "info",
        "regular expression may explode",
        "A repeated group holds nothing but a repetition, such as `(a+)+`. Engines that backtrack take "
        "exponential time on texts that almost match, which an attacker can send.",
        "Drop one of the two repetitions.",
        _explosive,
    ),
    Rule(
        "V172",
        "error",
        "pattern and lengths exclude each other",
        "Every text that matches `pattern` is longer than `maxLength` or shorter than `minLength` allows, so "
        "no text satisfies the schema.",
        "Correct the one or the other.",
        _too_narrow,
    ),
)
