import numpy as np
import pytest

from vertrag.world.draws import Draws, Permutation, Weights
from vertrag.world.search.columns import Choices, drawn, numbers, scattered

DRAWS = Draws(7, "test")
ROWS = numbers(0, 500)


def test_a_column_of_draws_holds_the_draws_of_its_records() -> None:
    column = drawn(DRAWS, ROWS)
    one = [DRAWS.of(number) for number in range(500)]
    assert column.below("a", 1 << 32).tolist() == [each.below("a", 1 << 32) for each in one]
    assert column.between("b", 3, 9).tolist() == [each.between("b", 3, 9) for each in one]
    assert column.chance("c", 40).tolist() == [each.chance("c", 40) for each in one]


@pytest.mark.parametrize("size", [1, 2, 7, 500, 1013])
def test_a_column_is_scattered_as_its_values_are(size: int) -> None:
    permutation = Permutation(size, 7, "test")
    values = numbers(0, size)
    assert scattered(permutation, values).tolist() == [permutation.forward(value) for value in range(size)]
    assert values.tolist() == list(range(size))


def test_each_record_chooses_from_its_own_set() -> None:
    items = ("a", "b", "c")
    sets = [Weights([("a", 1), ("c", 3)]), Weights([("b", 5)]), Weights([("c", 1), ("b", 1), ("a", 9)])]
    which = np.arange(500) % 3
    places = Choices(sets, items).drawn(drawn(DRAWS, ROWS), "d", which)
    expected = [DRAWS.of(number).weighted("d", sets[number % 3]) for number in range(500)]
    assert [items[place] for place in places] == expected
