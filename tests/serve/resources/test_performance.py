from collections.abc import Callable
from typing import Any

import httpx
import pytest

from vertrag.serve.mounts import Mount

Zoo = Callable[..., list[httpx.Response]]
BEAR = {"name": "Bruno", "kind": "bear", "age": 7}
MERGE = {"content-type": "application/merge-patch+json"}


def statuses(responses: list[httpx.Response]) -> list[int]:
    return [response.status_code for response in responses]


def test_what_is_made_is_read_listed_changed_and_removed(zoo: Zoo) -> None:
    made, read, listed, changed, again, gone, missing, rest = zoo(
        ("POST", "/animals", BEAR),
        ("GET", "/animals/10001"),
        ("GET", "/animals"),
        ("PATCH", "/animals/10001", {"age": 8}, MERGE),
        ("GET", "/animals/10001"),
        ("DELETE", "/animals/10001"),
        ("GET", "/animals/10001"),
        ("GET", "/animals"),
    )
    assert (made.status_code, made.headers["location"]) == (201, "/api/animals/10001")
    assert made.json() == read.json()
    assert made.json() | BEAR == made.json()
    assert listed.json()["items"][0] == made.json()
    assert changed.json() == made.json() | {"age": 8} == again.json()
    assert statuses([gone, missing]) == [204, 404]
    assert missing.json() == {"message": "There is no animal at /api/animals/10001."}
    assert rest.json()["total"] == listed.json()["total"] - 1


def test_an_empty_mock_is_full_and_every_row_stands_alone_as_well(zoo: Zoo) -> None:
    (listed,) = zoo(("GET", "/animals"))
    rows = listed.json()["items"]
    alone = zoo(*(("GET", f"/animals/{row['id']}") for row in rows))
    assert [response.json() for response in alone] == rows
    assert len({row["id"] for row in rows}) == len(rows) > 3


def test_an_invented_row_can_be_changed_and_removed(zoo: Zoo) -> None:
    (listed,) = zoo(("GET", "/animals"))
    first, second = (row["id"] for row in listed.json()["items"][:2])
    _, _, after = zoo(
        ("PUT", f"/animals/{first}", BEAR), ("DELETE", f"/animals/{second}"), ("GET", "/animals")
    )
    rows = after.json()["items"]
    assert rows[0] == {"id": first, **BEAR}
    assert second not in [row["id"] for row in rows]


def test_what_requests_only_may_hold_is_not_given_back(zoo: Zoo) -> None:
    made, read = zoo(("POST", "/animals", BEAR | {"secret": "honey"}), ("GET", "/animals/10001"))
    assert made.status_code == 201
    assert "secret" not in made.json() | read.json()


def test_replacing_leaves_out_what_is_not_sent_and_keeps_the_key(zoo: Zoo) -> None:
    _, replaced = zoo(
        ("POST", "/animals", BEAR | {"note": "likes honey"}),
        ("PUT", "/animals/10001", {"name": "Ada", "kind": "lynx"}),
    )
    assert replaced.json() == {"id": 10001, "name": "Ada", "kind": "lynx"}


@pytest.mark.parametrize(
    ("patch", "media_type", "status", "member", "value"),
    [
        ({"note": None}, "merge-patch", 200, "note", None),
        ({"mother": {"name": "Mia"}}, "merge-patch", 200, "mother", {"id": 1, "name": "Mia"}),
        ([{"op": "replace", "path": "/age", "value": 9}], "json-patch", 200, "age", 9),
        ([{"op": "test", "path": "/age", "value": 1}], "json-patch", 409, "age", 7),
        ([{"op": "remove", "path": ""}], "json-patch", 409, "age", 7),
        ([{"op": "add", "path": "/age", "value": 10**30}], "json-patch", 409, "age", 7),
        ([{"op": "remove", "path": "/name"}], "json-patch", 409, "name", "Bruno"),
        ([{"of": "add", "path": "/age", "value": 8}], "json-patch", 409, "age", 7),
        ({"age": "old"}, "merge-patch", 409, "age", 7),
        ({"name": None, "age": 8}, "merge-patch", 409, "age", 7),
        ({"id": 5}, "merge-patch", 200, "id", 10001),
    ],
)
def test_patches_of_both_kinds(
    zoo: Zoo, patch: Any, media_type: str, status: int, member: str, value: Any
) -> None:
    made = BEAR | {"note": "x", "mother": {"id": 1, "name": "M"}}
    _, changed, read = zoo(
        ("POST", "/animals", made),
        ("PATCH", "/animals/10001", patch, {"content-type": f"application/{media_type}+json"}),
        ("GET", "/animals/10001"),
    )
    assert changed.status_code == status
    assert read.json().get(member) == value


@pytest.mark.parametrize(("value", "status"), [({}, 409), ({"type": "object"}, 200)])
def test_a_patch_whose_values_the_document_describes_is_not_refused_for_them(
    value: Any,
    status: int,
    make_mount: Callable[..., Mount],
    ask_all: Callable[..., list[httpx.Response]],
) -> None:
    text = {"type": "string"}
    row = {"type": "object", "properties": {"id": text, "name": text}}
    shown = {"200": {"description": "", "content": {"application/json": {"schema": row}}}}
    operation = {"type": "object", "properties": {"op": text, "path": text, "value": value}}
    body = {"content": {"application/json": {"schema": {"type": "array", "items": operation}}}}
    item = {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": text}],
        "get": {"responses": shown},
        "patch": {"requestBody": body, "responses": shown | {"409": {"description": ""}}},
    }
    sent = {"json": [{"op": "replace", "path": "/name", "value": {}}]}
    before, patched, after = ask_all(
        make_mount({"/cats/{id}": item}),
        [("GET", "/cats/7"), ("PATCH", "/cats/7", sent), ("GET", "/cats/7")],
    )
    assert patched.status_code == status
    assert after.json()["name"] == before.json()["name"]


def test_children_go_with_their_parent_and_hang_on_one_that_is_there(zoo: Zoo) -> None:
    made, visit, listed, read, invented, _, lost, refused = zoo(
        ("POST", "/animals", BEAR),
        ("POST", "/animals/10001/visits", {"reason": "teeth"}),
        ("GET", "/animals/10001/visits"),
        ("GET", "/animals/10001/visits/10001"),
        ("GET", "/animals/10001/visits/5"),
        ("DELETE", "/animals/10001"),
        ("GET", "/animals/10001/visits/10001"),
        ("POST", "/animals/10001/visits", {"reason": "eyes"}),
    )
    assert statuses([made, visit]) == [201, 201]
    assert visit.json() == {"number": 10001, "animalId": 10001, "reason": "teeth"}
    assert (listed.json(), read.json()) == ([visit.json()], visit.json())
    assert statuses([invented, lost, refused]) == [404, 404, 404]


def test_what_is_done_with_a_row_needs_the_row(zoo: Zoo) -> None:
    made, fed, _, refused = zoo(
        ("POST", "/animals", BEAR),
        ("POST", "/animals/10001/feed"),
        ("DELETE", "/animals/10001"),
        ("POST", "/animals/10001/feed"),
    )
    assert (fed.json(), refused.status_code) == (made.json(), 404)


def test_a_key_of_the_clients_own_makes_a_row_after_it_was_removed(zoo: Zoo) -> None:
    first = {"if-match": "*"}
    put, deleted, missing, again, read = zoo(
        ("PUT", "/keepers/Eva", {"name": "Eva", "shift": "early"}, first),
        ("DELETE", "/keepers/Eva", None, first),
        ("GET", "/keepers/Eva"),
        ("PUT", "/keepers/Eva", {"name": "Eva", "shift": "late"}),
        ("GET", "/keepers/Eva"),
    )
    assert deleted.json() == put.json() == {"name": "Eva", "shift": "early"}
    assert (missing.status_code, again.status_code, read.json()["shift"]) == (404, 200, "late")


def test_a_single_thing_is_kept(zoo: Zoo) -> None:
    before, _, after = zoo(("GET", "/opening"), ("PUT", "/opening", {"from": "9:00"}), ("GET", "/opening"))
    assert before.status_code == 200
    assert after.json() == {"from": "9:00"}


def test_a_preference_is_answered_without_any_state(zoo: Zoo) -> None:
    _, preferred = zoo(
        ("POST", "/animals", BEAR), ("GET", "/animals/10001", None, {"prefer": "dynamic=true"})
    )
    assert preferred.headers["x-vertrag-why"] == "invented"


USER = {
    "type": "object",
    "required": ["username"],
    "properties": {
        "username": {"type": "string"},
        "name": {"type": "string"},
        "state": {"enum": ["on", "off"]},
    },
}
ONE = {"content": {"application/json": {"schema": USER}}}
FORM = {"content": {"application/x-www-form-urlencoded": {"schema": USER}}}
MANY = {
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "users": {"type": "array", "items": USER},
                    "nextPageToken": {"type": "string"},
                },
            }
        }
    }
}
USERS = {
    "/users": {
        "get": {
            "parameters": [
                {"name": "state", "in": "query", "schema": {"type": "string", "default": "off"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                {"name": "pageToken", "in": "query", "schema": {"type": "string"}},
            ],
            "responses": {"200": MANY},
        },
        "post": {"requestBody": FORM, "responses": {"200": ONE, "409": {"description": ""}}},
    },
    "/users/{username}": {
        "parameters": [{"name": "username", "in": "path", "required": True, "schema": {"type": "string"}}],
        "get": {"responses": {"200": ONE}},
        "post": {"requestBody": FORM, "responses": {"200": ONE}},
        "delete": {"responses": {"200": {"description": ""}}},
    },
}


def test_forms_posts_to_a_row_and_conflicts(
    make_mount: Callable[..., Mount], ask_all: Callable[..., list[httpx.Response]]
) -> None:
    made, taken, changed, gone, again = ask_all(
        make_mount(USERS),
        [
            ("POST", "/users", {"data": {"username": "eva", "name": "Eva"}}),
            ("POST", "/users", {"data": {"username": "eva"}}),
            ("POST", "/users/eva", {"data": {"username": "eva", "name": "Eva M."}}),
            ("DELETE", "/users/eva"),
            ("POST", "/users", {"data": {"username": "eva"}}),
        ],
    )
    assert made.json() == {"username": "eva", "name": "Eva", "state": "off"}
    assert statuses([taken, changed, gone, again]) == [409, 200, 200, 200]
    assert changed.json()["name"] == "Eva M."


def test_a_new_row_is_of_the_kind_that_lists_show_and_cursors_lead_on(
    make_mount: Callable[..., Mount], ask_all: Callable[..., list[httpx.Response]]
) -> None:
    mount = make_mount(USERS)
    names = ["ada", "bob", "cem"]
    ask_all(mount, [("POST", "/users", {"data": {"username": name}}) for name in names])
    found: list[str] = []
    path = "/users?limit=2"
    while path and len(found) < 20:
        (page,) = ask_all(mount, [("GET", path)])
        found += [row["username"] for row in page.json()["users"]]
        token = page.json().get("nextPageToken")
        path = f"/users?limit=2&pageToken={token}" if token else ""
    assert found[:3] == ["cem", "bob", "ada"]
    assert len(set(found)) == len(found)


def test_a_list_that_is_sent_makes_a_row_of_each_item(oddities: Zoo) -> None:
    made, listed = oddities(
        ("POST", "/orders", [{"id": 1, "status": "open", "note": "a"}, {"id": 2, "status": "open"}]),
        ("GET", "/orders"),
    )
    assert [(row["id"], row["status"]) for row in made.json()] == [(1, "open"), (2, "open")]
    assert listed.json()[:2] == list(reversed(made.json()))


def test_verbs_set_the_status_that_they_name(oddities: Zoo) -> None:
    cancelled, after, shipped, then = oddities(
        ("POST", "/orders/5/cancel"),
        ("GET", "/orders/5"),
        ("POST", "/orders/5:ship"),
        ("GET", "/orders/5"),
    )
    assert statuses([cancelled, shipped]) == [204, 200]
    assert (after.json()["status"], then.json()["status"]) == ("cancelled", "shipped")


def test_a_step_that_may_be_taken_once_is_refused_the_next_time(oddities: Zoo) -> None:
    loan, other = "/loans/7/return", "/loans/8/return"
    first, again, others = oddities(("POST", loan), ("POST", loan), ("POST", other))
    assert [first.status_code, again.status_code, others.status_code] == [200, 409, 200]
    assert first.json()["id"] == 7


@pytest.mark.parametrize(
    "between",
    [
        [("POST", "/loans/7/renew")],
        [("PUT", "/loans/7", {})],
        [("DELETE", "/loans/7"), ("PUT", "/loans/7", {})],
    ],
)
def test_a_row_that_was_changed_since_takes_its_step_anew(oddities: Zoo, between: list[Any]) -> None:
    step = ("POST", "/loans/7/return")
    first, *others, then, again = oddities(step, *between, step, step)
    assert max(statuses([first, *others, then])) < 300
    assert again.status_code == 409


def test_a_step_is_another_one_where_something_else_is_sent(oddities: Zoo) -> None:
    steps = (("POST", "/loans/7/grade", {"grade": each}) for each in (1, 2, 2))
    assert statuses(oddities(*steps)) == [200, 200, 409]


def test_a_key_that_nobody_describes_is_the_key_all_the_same(oddities: Zoo) -> None:
    first = oddities(("GET", "/badges"))[0].json()[0]
    way = f"/badges/{first['id']}"
    read, *others = oddities(("GET", way), ("DELETE", way), ("GET", way))
    assert read.json() == first
    assert statuses(others) == [204, 404]


def test_a_collection_that_is_deleted_is_empty(oddities: Zoo) -> None:
    before, _, gone, after = oddities(
        ("GET", "/orders"),
        ("POST", "/orders", [{"id": 1, "status": "open"}]),
        ("DELETE", "/orders"),
        ("GET", "/orders"),
    )
    assert before.json()
    assert (gone.status_code, after.json()) == (204, [])


def test_a_list_that_may_not_be_empty_shows_as_few_rows_as_it_may(oddities: Zoo) -> None:
    whole, past, none = oddities(
        ("GET", "/crews"), ("GET", "/crews?limit=5&offset=1000"), ("GET", "/crews?port=nowhere")
    )
    assert past.json() == {"total": whole.json()["total"], "crews": whole.json()["crews"][-2:]}
    assert none.json() == {"total": 2, "crews": whole.json()["crews"][-2:]}


def test_what_a_list_says_more_of_its_rows_is_what_the_path_says(oddities: Zoo) -> None:
    (listed,) = oddities(("GET", "/ports/7/ships"))
    assert {row["portId"] for row in listed.json()} == {7}


def test_what_there_is_once_and_nobody_makes_is_there_with_what_it_hangs_on(oddities: Zoo) -> None:
    (made,) = oddities(("POST", "/ports"))
    tide = f"/ports/{made.json()['id']}/tide"
    _, read, gone, missing = oddities(("POST", "/ports"), ("GET", tide), ("DELETE", tide), ("GET", tide))
    assert statuses([read, gone, missing]) == [200, 204, 404]


def test_a_row_that_was_made_tells_how_many_there_are_below_it(oddities: Zoo) -> None:
    made, _, one, listed, _, _, beyond, _, none = oddities(
        ("POST", "/depots", {"name": "North"}),
        ("POST", "/depots/10001/shelves", {"label": "A"}),
        ("GET", "/depots/10001"),
        ("GET", "/depots"),
        ("POST", "/depots/10001/shelves", {"label": "B"}),
        ("DELETE", "/depots/10001/shelves/10001"),
        ("GET", "/depots/10001"),
        ("DELETE", "/depots/10001/shelves/10002"),
        ("GET", "/depots/10001"),
    )
    assert [each.json()["total_shelves"] for each in (made, one, beyond, none)] == [0, 1, 1, 0]
    assert one.json() in listed.json()
    assert len({each.headers["etag"] for each in (made, one, none)}) == 2


def test_more_rows_below_than_a_row_may_tell_are_not_told(oddities: Zoo) -> None:
    *_, told = oddities(
        ("POST", "/depots", {"name": "North"}),
        ("POST", "/depots/10001/shelves", {"label": "A"}),
        ("POST", "/depots/10001/shelves", {"label": "B"}),
        ("GET", "/depots/10001"),
    )
    assert (told.status_code, told.json()["total_shelves"]) == (200, 0)


def test_who_knows_no_404_takes_what_was_deleted_for_new(oddities: Zoo) -> None:
    _, gone, put, read = oddities(
        ("POST", "/phones", {"display_name": "Hall"}),
        ("DELETE", "/phones/10001"),
        ("PUT", "/phones", {"id": "10001", "display_name": "Attic"}),
        ("GET", "/phones/10001"),
    )
    assert (gone.status_code, put.status_code) == (204, 204)
    assert read.json()["display_name"] == "Attic"


def test_the_answer_to_a_write_shows_what_was_sent_though_a_read_calls_it_otherwise(oddities: Zoo) -> None:
    sent = {"carrier": ["post"], "express": "very", "route": "A"}
    made, read = oddities(("POST", "/parcels", sent), ("GET", "/parcels/00000000010001"))
    assert made.json() == {**sent, "id": "00000000010001"}
    assert (read.json()["carrier"], type(read.json()["express"])) == ("post", bool)


def test_a_row_whose_key_is_a_number_where_it_is_read_is_a_name_where_it_is_put(oddities: Zoo) -> None:
    (put,) = oddities(("PUT", "/jobs/nightly", {"job": "", "state": "on"}))
    assert put.json() == {"job": "nightly", "state": "on"}
