from typing import Any

import pytest
import yaml

from vertrag.contract.loading.yaml_text import DEEPEST, value_of

SHAPES = {"[": "]", '{"a": ': "}", "- ": ""}


def read(text: str) -> Any:
    return value_of(text)[0]


@pytest.mark.parametrize(
    "text", ["12:30", "01067", "1_000", "yes", "=", "<", ".inf", "2024-01-01", "0o17", "1.2.3"]
)
def test_what_json_would_not_read_as_a_number_is_a_text(text: str) -> None:
    assert read(f"- {text}") == [text]


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("-7", -7), ("1.50", 1.5), ("1e3", 1000.0), (".5", 0.5), ("0x1F", 31)]
)
def test_numbers_are_read_as_json_has_them(text: str, number: float) -> None:
    assert read(f"- {text}") == [number]


def test_what_json_lacks_is_read_as_the_nearest_that_it_has() -> None:
    found = read("[!!binary aGk=, !!timestamp 2024-01-01, !!set {a, b}, !!omap [a: 1], !!str 1, !!float 1]")
    assert found == ["aGk=", "2024-01-01", {"a": None, "b": None}, [{"a": 1}], "1", 1.0]


def test_keys_are_the_texts_that_stand_there() -> None:
    text = "200: a\n1.10: b\n~: c\nTrue: d\n'x': e\n? |\n  y\n: f\n"
    assert read(text) == {"200": "a", "1.10": "b", "~": "c", "True": "d", "x": "e", "y\n": "f"}


def test_quotes_and_blocks_make_texts() -> None:
    assert read("- '1'\n- \"null\"\n- |\n  true\n- >-\n  a\n  b\n-\n") == ["1", "null", "true\n", "a b", None]


def test_aliases_share_what_they_name_and_count_it_again() -> None:
    found, size = value_of("a: &a [1, 2]\nb: *a\nc: &k key\n*k : *a\n")
    assert found == {"a": [1, 2], "b": [1, 2], "c": "key", "key": [1, 2]}
    assert found["a"] is found["b"]
    assert size == 11


def test_merged_members_give_way_to_own_ones_and_to_those_named_first() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc: {<<: [*a, *b], y: 3}\nd: {x: 4, <<: *a}\n"
    found = read(text)
    assert found["c"] == {"x": 1, "y": 3, "z": 2}
    assert found["d"] == {"x": 4, "y": 1}
    assert read("'<<': {a: 1}") == {"<<": {"a": 1}}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: *nobody", "'nobody'"),
        ("a: &a [*a]", "'a'"),
        ("? [1]\n: 2", "a key is a text"),
        ("a: &a {}\n*a : 1", "a key is a text"),
        ("a: !own 1", "!own"),
        ("a: !own {}", "!own"),
        ("a: !!int x", "'x'"),
        ("<<: 1", "merged"),
        ("--- a\n--- b", "more than one"),
        ("a: [", "flow"),
    ],
)
def test_what_json_cannot_say_is_refused(text: str, problem: str) -> None:
    with pytest.raises(yaml.YAMLError, match=problem):
        value_of(text)


@pytest.mark.parametrize(("opening", "closing"), SHAPES.items())
def test_what_no_later_code_can_follow_is_refused(opening: str, closing: str) -> None:
    assert value_of(opening * DEEPEST + "1" + closing * DEEPEST)[1] == DEEPEST + 1
    for levels in (DEEPEST + 1, 100_000):
        with pytest.raises(RecursionError):
            value_of(opening * levels + "1" + closing * levels)


def test_lists_in_maps_count_as_levels_of_their_own() -> None:
    levels = DEEPEST // 2 + 1  # each is a map and a list
    text = "a:\n" + "".join(f"{'  ' * level}- a:\n" for level in range(levels))
    with pytest.raises(RecursionError):
        value_of(text)
    assert value_of(text[: len(text) // 2])[1] > 1
    assert value_of("\n".join(f"- '{'[' * 10}'" for _ in range(1000)))[1] == 1001


def test_nothing_is_null() -> None:
    assert value_of("") == (None, 1)
    assert value_of("# only a comment") == (None, 1)
