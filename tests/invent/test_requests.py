from typing import Any

import pytest

NUMBER, TEXT = {"type": "integer"}, {"type": "string"}


def body(*names: str, kind: Any = NUMBER) -> dict[str, Any]:
    return {"type": "object", "properties": dict.fromkeys(names, kind)}


@pytest.mark.parametrize(
    ("label", "arguments", "schema", "member"),
    [
        ("GET /pets/{id}", {"id": 7}, body("id"), "id"),
        ("GET /pets/{petId}", {"petId": 7}, body("id"), "id"),
        ("GET /pets/{petId}", {"petId": 7}, body("pet_id"), "pet_id"),
        ("GET /pets/{id}", {"id": 7}, body("petId"), "petId"),
        ("GET /pets/{id}", {"id": "7"}, body("id"), "id"),
        ("GET /pets/{petId}/food", {"petId": 7}, body("petId"), "petId"),
        ("POST /pets", {"age": 7}, body("age"), "age"),
        ("GET /tags/{tag-name}", {"tag-name": 7}, body("name"), "name"),
    ],
)
def test_what_was_asked_for_is_what_comes(
    make: Any, label: str, arguments: Any, schema: Any, member: str
) -> None:
    assert make(schema, label=label, arguments=arguments)[member] == 7


def test_the_id_comes_as_text_where_text_is_wanted(make: Any) -> None:
    assert make(body("id", kind=TEXT), label="GET /x/{id}", arguments={"id": 7}) == {"id": "7"}


def test_an_id_that_does_not_fit_is_left_alone(make: Any) -> None:
    schema = body("id", kind={"type": "integer", "maximum": 5})
    assert make(schema, label="GET /x/{id}", arguments={"id": 7})["id"] <= 5


def test_the_id_belongs_to_the_object_and_not_to_what_it_holds(make: Any) -> None:
    schema = {
        "type": "object",
        "properties": {"id": NUMBER, "tag": body("id"), "parts": {"type": "array", "items": body("id")}},
    }
    value = make(schema, label="GET /x/{id}", arguments={"id": 7})
    assert value["id"] == 7
    assert 7 not in [value["tag"]["id"], *(part["id"] for part in value["parts"])]


def test_a_wrapper_hands_the_id_on(make: Any) -> None:
    schema = {"type": "object", "properties": {"data": body("id")}}
    assert make(schema, label="GET /x/{id}", arguments={"id": 7}) == {"data": {"id": 7}}


def test_the_id_before_a_further_segment_is_not_the_answers(make: Any) -> None:
    assert make(body("id"), label="GET /pets/{id}/owner", arguments={"id": 7}) != {"id": 7}


def test_a_filter_is_seen_in_every_item(make: Any) -> None:
    item = {"type": "object", "properties": {"status": {"enum": ["open", "closed", "new"]}}}
    for arguments in ({"status": "closed"}, {"status": ["closed"]}):
        value = make({"type": "array", "items": item}, label="GET /x", arguments=arguments)
        assert {each["status"] for each in value} == {"closed"}


@pytest.mark.parametrize("name", ["limit", "per_page", "pageSize", "take", "size"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_page_is_as_long_as_was_asked(make: Any, name: str, wrapped: bool) -> None:  # noqa: FBT001
    page = {"type": "array", "items": body("id")}
    schema = {"type": "object", "properties": {"data": page}} if wrapped else page
    value = make(schema, label="GET /x", arguments={name: 7})
    items = value["data"] if wrapped else value
    assert len({each["id"] for each in items}) == 7


@pytest.mark.parametrize(("size", "length"), [(0, 0), (1, 1), (1000, 25)])
def test_a_page_has_an_end(make: Any, size: int, length: int) -> None:
    assert (
        len(make({"type": "array", "items": TEXT | {"format": "uuid"}}, arguments={"limit": size})) == length
    )


def test_a_page_stays_within_the_schema(make: Any) -> None:
    assert len(make({"type": "array", "items": NUMBER, "maxItems": 3}, arguments={"limit": 9})) == 3


def test_a_member_without_a_name_is_no_identity(make: Any) -> None:
    assert make({"type": "object", "required": ["id"]}, label="POST /x", arguments={"": 1})["id"]


@pytest.mark.parametrize(
    ("sent", "expected"), [({"city": "Köln"}, "50667 Köln"), ({"zip": "10115"}, "10115 Berlin")]
)
def test_a_postcode_and_a_city_go_together_whichever_was_sent(make: Any, sent: Any, expected: str) -> None:
    home = make(
        {"type": "object", "required": ["zip", "city"], "properties": {"zip": TEXT, "city": TEXT}},
        arguments=sent,
    )
    assert f"{home['zip']} {home['city']}" == expected
