import pytest

from vertrag.shipped import folder
from vertrag.world.fixtures import table


@pytest.mark.parametrize(
    "name",
    [
        "market.yaml",
        "people.yaml",
        "personas.yaml",
        "phones.json",
        "places.json",
        "service.yaml",
        "tariffs.yaml",
        "topics.yaml",
    ],
)
def test_every_table_can_be_read_and_is_read_once(name: str) -> None:
    assert (folder("fixtures") / name).is_file()
    assert table(name)
    assert table(name) is table(name)
