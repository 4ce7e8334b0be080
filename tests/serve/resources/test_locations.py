from collections.abc import Callable
from typing import Any

import httpx
import pytest

from vertrag.serve.resources.locations import SelfLinks, spelled

Zoo = Callable[..., list[httpx.Response]]


def test_a_way_is_spelled_as_a_path_a_url_and_from_further_down() -> None:
    assert list(spelled("/api/pets/7")) == ["/api/pets/7", "https://example.com/api/pets/7", "/pets/7", "/7"]


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        ("/api", "/api/pets/7"),
        ("https:", "https://example.com/api/pets/7"),
        ("/pets", "/pets/7"),
        ("x", "old"),
    ],
)
def test_a_row_says_the_way_to_it_as_its_schema_wants_it(start: str, shown: str) -> None:
    links = SelfLinks([("self",)], lambda row: str(row["self"]).startswith(start))
    for _ in range(2):
        assert links.shown({"self": "old"}, "/api/pets/7") == {"self": shown}


def test_a_key_that_no_link_can_have_leaves_those_of_others_alone() -> None:
    links = SelfLinks([("self",)], lambda row: "-" not in str(row["self"]))
    assert links.shown({"self": "old"}, "/pets/-1") == {"self": "old"}
    assert links.shown({"self": "old"}, "/pets/7") == {"self": "/pets/7"}


@pytest.mark.parametrize("row", [{}, {"self": None}, {"self": 5}])
def test_a_row_without_a_way_has_none(row: Any) -> None:
    assert SelfLinks([("self",)], lambda _: True).shown(row, "/pets/7") == row


def test_who_follows_the_way_of_a_row_finds_it(oddities: Zoo) -> None:
    made, listed = oddities(("POST", "/entries", {"title": "A"}), ("GET", "/entries"))
    way = made.json()["uri"]
    assert way == made.headers["location"] == listed.json()[0]["uri"]
    _, read = oddities(("POST", "/entries", {"title": "A"}), ("GET", way.removeprefix("/api")))
    assert read.json() == made.json()
    assert len({row["uri"] for row in listed.json()}) == len(listed.json())
