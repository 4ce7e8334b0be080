from functools import partial
from itertools import islice

import pytest

from vertrag.invent.demands import Demand
from vertrag.invent.numbers import numbers


@pytest.mark.parametrize(
    ("clause", "whole", "first"),
    [
        ({"minimum": 0.07, "maximum": 0.07}, False, 0.07),
        ({"multipleOf": 0.01, "minimum": 0.07, "maximum": 0.075}, False, 0.07),
        ({"exclusiveMinimum": 1, "exclusiveMaximum": 3}, True, 2),
        ({"minimum": 10, "multipleOf": 2.5, "maximum": 12}, True, 10),
        ({"maximum": -5, "minimum": -5}, True, -5),
        ({"minimum": 2**63}, True, 2**63),
    ],
)
def test_numbers_keep_to_bounds_and_grid(clause: dict[str, float], whole: bool, first: float) -> None:  # noqa: FBT001
    assert next(numbers(Demand((clause,)), lambda _: 0, whole=whole)) == first


def test_several_grids_meet_in_their_common_multiple() -> None:
    demand = Demand(({"multipleOf": 4}, {"multipleOf": 6, "minimum": 1}))
    assert list(islice(numbers(demand, lambda _: 0, whole=True), 3)) == [12, 24, 36]


@pytest.mark.parametrize("step", [0.01, 0.1, 0.07])
def test_a_multiple_is_one_for_those_who_divide_in_binary_too(step: float) -> None:
    demand = Demand(({"multipleOf": step},))
    found = [next(numbers(demand, partial(_at, at), whole=False)) for at in range(99)]
    assert [number for number in found if not (number / step).is_integer()] == []


def test_no_number_lies_between_crossed_bounds() -> None:
    assert list(numbers(Demand(({"minimum": 3, "maximum": 2},)), lambda _: 0, whole=True)) == []


def _at(place: int, _: int) -> int:
    return place


@pytest.mark.parametrize(
    ("clause", "least", "greatest"),
    [
        ({"minimum": -(2**31), "maximum": 2**31 - 1}, 1, 101),
        ({"minimum": -(2**63), "maximum": 2**63 - 1}, 1, 101),
        ({"minimum": 7, "maximum": 2**63 - 1}, 7, 107),
        ({"minimum": -(2**31), "maximum": -5}, -105, -5),
        ({"minimum": -(2**31), "maximum": 2**31 - 1, "multipleOf": 10**9}, 10**9, 2 * 10**9),
        ({"minimum": 2**40, "maximum": 2**40 + 3}, 2**40, 2**40 + 3),
        ({"minimum": -128, "maximum": 127}, 1, 101),
        ({"minimum": 0, "maximum": 255}, 0, 100),
    ],
)
def test_of_a_vast_range_come_numbers_that_people_use(
    clause: dict[str, int], least: int, greatest: int
) -> None:
    found = [next(numbers(Demand((clause,)), partial(_at, at), whole=True)) for at in range(101)]
    assert least <= min(found) <= max(found) <= greatest
