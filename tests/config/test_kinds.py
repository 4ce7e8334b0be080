from typing import Any

import pytest

from vertrag.config.kinds import Choice, Kind, Many, Switch, Table, Text, Whole

PORT = Whole(0, 65_535)
AUTH = Choice(("on", "any", "off"))
WORD = Text("WORD", "a word", r"\w+")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (PORT, "0", 0),
        (PORT, "+80", 80),
        (PORT, "65535", 65_535),
        (AUTH, "any", "any"),
        (WORD, "straße", "straße"),
        (Switch(), "Yes", True),
        (Switch(), "off", False),
        (Many(WORD), "a, b,c", ("a", "b", "c")),
        (Many(PORT), "1,2", (1, 2)),
        (Table(), '{"GET /x": false}', (("GET /x", False),)),
    ],
)
def test_a_text_is_read(kind: Kind, text: str, value: Any) -> None:
    assert kind.from_text(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (PORT, "abc"),
        (PORT, ""),
        (PORT, "-1"),
        (PORT, "70000"),
        (PORT, "8_005"),
        (PORT, " 80"),
        (PORT, "٣"),
        (PORT, "9" * 5000),
        (PORT, "80.0"),
        (AUTH, "maybe"),
        (AUTH, "ON"),
        (WORD, "two words"),
        (WORD, "word\n"),
        (Text("X"), ""),
        (Switch(), "maybe"),
        (Many(WORD), "a,,b"),
        (Many(PORT), "1,x"),
        (Table(), "GET /x"),
        (Table(), "[" * 100_000),
    ],
)
def test_a_text_that_is_not_allowed_is_refused(kind: Kind, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - a kind has no more to say than this
        kind.from_text(text)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (PORT, 80, 80),
        (AUTH, "off", "off"),
        (WORD, "word", "word"),
        (Switch(), False, False),
        (Many(WORD), ["a", "b"], ("a", "b")),
        (Many(WORD), ("a",), ("a",)),
        (Many(WORD), [], ()),
        (Table(), {"/x": {"key": "id"}}, (("/x", {"key": "id"}),)),
    ],
)
def test_a_toml_value_is_read(kind: Kind, value: Any, expected: Any) -> None:
    assert kind.from_value(value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (PORT, "80"),
        (PORT, True),
        (PORT, 80.0),
        (PORT, 70_000),
        (AUTH, True),
        (WORD, 5),
        (Switch(), 1),
        (Switch(), "true"),
        (Many(WORD), "a,b"),
        (Many(WORD), ["a", 5]),
        (Many(WORD), {"a": 1}),
        (Table(), ["/x"]),
    ],
)
def test_a_toml_value_of_the_wrong_type_is_refused(kind: Kind, value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - a kind has no more to say than this
        kind.from_value(value)


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (PORT, "a whole number from 0 to 65535"),
        (AUTH, "on, any or off"),
        (Many(WORD), "a list, and each of it a word"),
    ],
)
def test_a_kind_says_what_it_allows(kind: Kind, allowed: str) -> None:
    assert kind.allowed == allowed
