import pytest

from vertrag.atlas.charts import bars


@pytest.mark.parametrize(
    ("values", "line"),
    [([], ""), ([0, 0], "▁▁"), ([1, 4, 8], "▁▄█"), ([7], "█"), ([5, -3], "█▁")],
)
def test_each_value_has_a_bar_and_the_highest_is_full(values: list[int], line: str) -> None:
    assert bars(values) == line
