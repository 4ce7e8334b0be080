from typing import Any

import pytest

from vertrag.contract.inference.positions import (
    NOWHERE,
    Place,
    pointer_of,
    shown,
    value_at,
    with_value,
    with_values,
)

WHOLE: Any = {"data": [{"id": 1}, {"id": 2}], "a/b": None}


@pytest.mark.parametrize(
    ("place", "words", "pointer", "value"),
    [
        ((), "the body", "", WHOLE),
        (("data", 0, "id"), "data.0.id", "/data/0/id", 1),
        (("a/b",), "a/b", "/a~1b", None),
        (("data", 5), "data.5", "/data/5", NOWHERE),
        (("none", "id"), "none.id", "/none/id", NOWHERE),
    ],
)
def test_a_place_is_shown_pointed_to_and_read(place: Place, words: str, pointer: str, value: Any) -> None:
    assert (shown(place), pointer_of(place), value_at(WHOLE, place)) == (words, pointer, value)


def test_a_value_is_put_without_touching_the_whole() -> None:
    changed = with_value(WHOLE, ("data", 0, "id"), 9)
    assert (changed["data"], WHOLE["data"][0]) == ([{"id": 9}, {"id": 2}], {"id": 1})


def test_each_item_of_a_list_has_its_place() -> None:
    assert with_value(WHOLE, ("data", 1, "id"), 9)["data"] == [{"id": 1}, {"id": 9}]
    assert with_value(["a"], (5,), "b") == ["b"]


def test_what_is_missing_on_the_way_is_made() -> None:
    assert with_value({}, ("a", "b", 0), 1) == {"a": {"b": [1]}}


def test_one_value_is_put_at_all_places_that_there_are() -> None:
    places: list[Place] = [("data", 1, "id"), ("data", 0, "id"), ("data", 7, "id"), ("none",)]
    assert with_values(WHOLE, places, 9) == {**WHOLE, "data": [{"id": 9}, {"id": 9}]}
    assert WHOLE["data"] == [{"id": 1}, {"id": 2}]
    assert with_values(WHOLE, [()], 9) == 9


def test_a_value_is_put_into_many_rows_at_once() -> None:
    rows = [{"id": each} for each in range(100_000)]  # of which a copy for each would never end
    changed = with_values(rows, [(at, "id") for at in range(len(rows))], 9)
    assert changed == [{"id": 9}] * len(rows)
