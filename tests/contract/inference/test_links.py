import pytest

from vertrag.contract.inference.links import ways_to_itself
from vertrag.contract.inference.positions import Place
from vertrag.contract.schema.shapes import Shape

TEXT = Shape(frozenset({"string"}))
READ_ONLY = Shape(frozenset({"string"}), is_read_only=True)


def of(**members: Shape) -> Shape:
    return Shape(frozenset({"object"}), members=members)


@pytest.mark.parametrize(
    ("row", "places"),
    [
        (of(id=TEXT, uri=TEXT), [("uri",)]),
        (of(_links=of(self=of(href=TEXT), next=TEXT)), [("_links", "self", "href")]),
        (of(links=of(self=TEXT)), [("links", "self")]),
        (of(href=READ_ONLY), [("href",)]),
        (of(selfLink=TEXT, html_url=TEXT), [("selfLink",)]),
        (of(self=of(name=TEXT), links=TEXT), []),
    ],
)
def test_a_row_says_the_way_to_itself_in_many_ways(row: Shape, places: list[Place]) -> None:
    assert list(ways_to_itself(row, frozenset({"href"}), has_key=True)) == places


def test_what_is_sent_is_the_clients_own() -> None:
    assert list(ways_to_itself(of(uri=TEXT), frozenset({"uri"}), has_key=True)) == []


@pytest.mark.parametrize(("has_key", "places"), [(True, []), (False, [("url",)])])
def test_a_url_leads_to_the_row_where_nothing_else_does(*, has_key: bool, places: list[Place]) -> None:
    assert list(ways_to_itself(of(url=TEXT), frozenset(), has_key=has_key)) == places
