import pytest

from vertrag.sabotage.needs import LISTS, both, deed_of
from vertrag.sabotage.terrain import Terrain
from vertrag.sabotage.way import Need


@pytest.mark.parametrize(
    ("need", "is_met"),
    [
        (LISTS, True),
        (deed_of("patch"), True),
        (deed_of("act"), False),
        (both("create", "list"), True),
        (both("search", "list"), False),
    ],
)
def test_a_need_is_met_by_what_the_document_has(need: Need, *, is_met: bool, terrain: Terrain) -> None:
    assert need.is_met(terrain) == is_met
