import pytest

from vertrag.contract.inference.keys import Thing, key_member
from vertrag.contract.schema.shapes import ANYTHING, Shape

TEXT, NUMBER = Shape(frozenset({"string"})), Shape(frozenset({"integer"}))


def row(**members: Shape) -> Shape:
    return Shape(frozenset({"object"}), members=members)


@pytest.mark.parametrize(
    ("variable", "thing", "members", "place"),
    [
        ("petId", "pets", row(id=NUMBER, name=TEXT), ("id",)),
        ("petId", "pets", row(pet_id=NUMBER, id=NUMBER), ("pet_id",)),
        ("username", "user", row(id=NUMBER, username=TEXT), ("username",)),
        ("issue_number", "issues", row(id=NUMBER, number=NUMBER), ("number",)),
        ("customer", "customers", row(id=TEXT, name=TEXT), ("id",)),
        ("name", "pods", row(metadata=row(name=TEXT, uid=TEXT)), ("metadata", "name")),
        ("task_gid", "tasks", row(gid=TEXT, name=TEXT), ("gid",)),
        ("id", "tariffs", row(tariffId=TEXT, name=TEXT), ("tariffId",)),
        ("id", "pets", row(id=row(x=TEXT)), None),
        ("coorganizerKey", "coorganizers", row(organizerKey=TEXT, memberKey=TEXT), None),
        ("mainTrackKey", "tracks", row(trackKey=TEXT, memberKey=TEXT), ("trackKey",)),
        ("zoneref", "zones", row(ref=TEXT), ("ref",)),
        ("id", "pets", ANYTHING, None),
    ],
)
def test_the_key_is_what_the_variable_speaks_of(
    variable: str, thing: str, members: Shape, place: tuple[str, ...] | None
) -> None:
    found = key_member(Thing(thing, variable), members)
    assert (found.place if found else None) == place


def test_a_text_is_rather_a_name_than_a_number() -> None:
    members = row(id=NUMBER, name=TEXT)
    found = key_member(Thing("repos", "repo", types=frozenset({"string"})), members)
    assert found is not None
    assert found.place == ("name",)


def test_a_thing_knows_its_name_in_singular_and_plural() -> None:
    assert Thing("categories").is_named("category")
    assert not Thing("categories").is_named("data")


@pytest.mark.parametrize(("asked", "place"), [("number", None), ("string", ("name",))])
def test_a_text_that_is_a_name_is_no_number(asked: str, place: tuple[str, ...] | None) -> None:
    found = key_member(Thing("channels", "channel_id", types=frozenset({asked})), row(name=TEXT))
    assert (found.place if found else None) == place


def test_an_integer_is_a_number_as_well() -> None:
    found = key_member(Thing("channels", "channel_id", types=frozenset({"number"})), row(id=NUMBER))
    assert found is not None
    assert found.certainty == 5
