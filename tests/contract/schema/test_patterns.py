import time

import jsonschema_rs
import pytest

from vertrag.contract.schema.patterns import OPTIONS, is_found, meant, readable


def matches(pattern: str, text: str) -> bool:
    read = readable(pattern)
    assert read is not None
    return jsonschema_rs.Draft202012Validator({"pattern": read}, pattern_options=OPTIONS).is_valid(text)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("b", "abc", True),  # a search, not a match of the whole
        (r"^\d+$", "12", True),
        (r"^\d$", "\u0661", False),  # ECMA-262 §22.2.2.9: only 0 to 9
        (r"^\w$", "ä", False),
        (r"^a$", "a\n", False),
        (r"^\p{L}+$", "Ärger", True),
        (r"^\P{L}+$", "Ärger", False),
        (r"^\u{1F600}$", "😀", True),
        (r"^\uD83D\uDE00$", "😀", True),
        (r"^(?<y>a)\k<y>$", "aa", True),
        (r"^(?<y>a)\k<y>$", "ab", False),
        (r"(?<=a)b", "ab", True),
        (r"(?<!a)b", "ab", False),
        (r"^(?=.*\d).{2,}$", "a1", True),
        (r"^\cJ$", "\n", True),
        (r"^[^]$", "x", True),
        (r"^[]$", "x", False),
        (r"^[\b]$", "\b", True),
        (r"^\0$", "\0", True),
        (r"^[a&&b]$", "&", True),
        (r"^[[:alpha:]]$", "a]", True),
    ],
)
def test_patterns_are_read_as_ecma_262(pattern: str, text: str, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"^a\Z", "a", True),
        (r"^a\Z", "ab", False),
        (r"\Aa\z", "a", True),
        (r"^(?P<n>a|b)(?P=n)$", "bb", True),
        (r"^(x)(?P<n>a|b)(?P=n)$", "xab", False),
        (r"^a++$", "aa", True),
        (r"^\p{InBasicLatin}+$", "abc", True),
        (r"^\p{InBasicLatin}+$", "ä", False),
        (r"^\P{InBasicLatin}+$", "ä", True),
        (r"^[\p{InCyrillic}-]+$", "да-да", True),
        (r"^\p{IsAlphabetic}+$", "ä", True),
        (r"^[\w-.]+$", "a-b.c", True),
        (r"^[\w-.]+$", "a/b", False),
        (r"^[%-\s]+$", "% -", True),
        (r"^a{,3}$", "aaaa", False),
        (r"^{id}$", "{id}", True),
        (r"^[{}]$", "{", True),
        (r"^\Qa.b\E$", "a.b", True),
        (r"^\Qa.b\E$", "axb", False),
        (r"^\i$", "i", True),
        (r"^\h$", "\t", True),
        (r"^a(?#letter)$", "a", True),
        (r"^\x{41}$", "A", True),
        (r"^\012$", "\n", True),
    ],
)
def test_what_other_engines_add_is_translated(pattern: str, text: str, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "[",
        "a{2,1}",
        r"^(?>a+)b$",
        r"^(a)(?(1)b|c)$",
        r"\p{javaLetter}",
        r"(?P=nobody)",
        r"\Ka",
        r"[\P{InGreek}]",
    ],
)
def test_a_pattern_without_a_safe_reading_has_none(pattern: str) -> None:
    assert readable(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("/^a$/", "^a$"), ("/^a$/i", "(?i)^a$"), ("^a$", "^a$"), ("/a/", "/a/")],
)
def test_the_slashes_of_a_javascript_literal_are_not_meant(pattern: str, expected: str) -> None:
    assert meant(pattern) == expected


def test_a_pattern_that_cannot_be_read_may_be_anywhere() -> None:
    assert [is_found(each, "apiKey") for each in ("^api", "^key", r"\Ka")] == [True, False, True]


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", r"^(a|a)*\1$", r"^(?=(a+)+$)b", r"^(([a-z])+.)+[A-Z]([a-z])+$"]
)
def test_no_pattern_runs_away(pattern: str) -> None:
    started = time.perf_counter()
    assert not matches(pattern, "a" * 5000 + "!")
    assert time.perf_counter() - started < 2
