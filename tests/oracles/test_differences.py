from typing import Any

import pytest

from vertrag.contract.inference.positions import NOWHERE
from vertrag.oracles.differences import Difference, differences, is_noted, leaves, spoken, vanished


@pytest.mark.parametrize(
    ("sent", "came"),
    [
        ({"a": 1}, {"a": 1.0, "b": 2}),
        ({"a": " x"}, {"a": "X "}),
        ({"a": "x  y "}, {"a": "x y"}),
        ({"a": "2026-02-28T12:00:00Z"}, {"a": "2026-02-28T13:00:00+01:00"}),
        ({"a": 1, "gone": 2}, {"a": 1}),
        ([{"a": 1}], [{"a": 1}]),
        ({"may": ["b", "a"]}, {"may": ["owner", "a", "B"]}),
        ({"owner": "7"}, {"owner": {"id": "7", "name": "x"}}),
        ({"a": 1}, NOWHERE),
        (None, None),
    ],
)
def test_the_same_in_other_words_is_no_difference(sent: Any, came: Any) -> None:
    assert list(differences(sent, came)) == []


@pytest.mark.parametrize(
    ("sent", "came", "said"),
    [
        ({"a": {"b": 1}}, {"a": {"b": 2}}, "a.b is 2 where 1 was sent"),
        ({"a": [1]}, {"a": []}, "a is [] where [1] was sent"),
        ({"a": [1, 2]}, {"a": [2, 3]}, "a is [2, 3] where [1, 2] was sent"),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1}, {}]}, 'a is [{"b": 1}, {}] where [{"b": 1}] was sent'),
        ({"a": True}, {"a": 1}, "a is 1 where true was sent"),
        ({"a": "2026-02-28"}, {"a": "2026-03-01"}, 'a is "2026-03-01" where "2026-02-28" was sent'),
        ({"a": "x y"}, {"a": "X Y"}, 'a is "X Y" where "x y" was sent'),
        ({"owner": 7}, {"owner": {"id": 8}}, 'owner is {"id": 8} where 7 was sent'),
        ({"a": 1}, None, 'the body is null where {"a": 1} was sent'),
    ],
)
def test_a_difference_is_told_with_its_place(sent: Any, came: Any, said: str) -> None:
    assert [str(each) for each in differences(sent, came)] == [said]


@pytest.mark.parametrize(
    ("name", "sent", "came", "is_so"),
    [
        ("version", 3, 4, True),
        ("version", "a", "b", False),
        ("password", "hunter2", "***", True),
        ("imageHash", "1", "2", True),
        ("LastModified", "2026-03-12T15:20:08Z", "2026-11-02T08:00:00Z", True),
        ("created", "2026-03-12T15:20:08Z", "2026-11-02T08:00:00Z", False),
    ],
)
def test_the_number_and_the_time_of_a_write_are_noted_by_servers(
    name: str,
    sent: Any,
    came: Any,
    is_so: bool,  # noqa: FBT001
) -> None:
    assert is_noted(Difference(("meta", name), sent, came)) is is_so


def test_only_a_member_that_had_a_value_and_is_asked_about_can_vanish() -> None:
    before = {"a": 1, "b": None, "c": 2, "d": 3}
    assert list(vanished(before, {"d": 4}, {"a", "b", "d"})) == ["a is gone where 1 was"]
    assert list(vanished(before, NOWHERE, {"a"})) == []
    assert list(vanished({"in": before}, {"in": {"d": 3}}, {"a"})) == ["a is gone where 1 was"]


def test_lists_are_leaves_and_objects_are_not() -> None:
    assert list(leaves({"a": {"b": 1, "c": [{"d": 2}]}, "e": {}})) == [
        (("a", "b"), 1),
        (("a", "c"), [{"d": 2}]),
    ]


def test_null_asks_for_nothing() -> None:
    assert spoken({"a": None, "b": {"c": None, "d": 1}, "e": [{"f": None}]}) == {"b": {"d": 1}, "e": [{}]}
