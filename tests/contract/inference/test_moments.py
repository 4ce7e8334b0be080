import pytest

from vertrag.contract.inference.moments import CHANGED, MADE, places

ROW = {
    "createdAt": 1,
    "date_created": 2,
    "geändertAm": 3,
    "meta": {"last_modified": 4, "creator": 5},
    "owner": {"created": 6},
    "metadata": "created",
}


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (MADE, [("createdAt",), ("date_created",)]),
        (CHANGED, [("geändertAm",), ("meta", "last_modified")]),
    ],
)
def test_what_a_row_says_of_itself_stands_at_its_top_or_in_a_folder(
    names: frozenset[str], found: list[tuple[str, ...]]
) -> None:
    assert list(places(ROW, names)) == found
