import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from vertrag import Mock
from vertrag.serve.resources.changes import is_json, tidied

Zoo = Callable[..., list[httpx.Response]]
LYNX = {"name": "Lea", "kind": "lynx"}


def test_what_is_not_sent_is_invented_and_says_what_it_hangs_on(zoo: Zoo) -> None:
    animal, visit = zoo(("POST", "/animals", LYNX), ("POST", "/animals/10001/visits", {}))
    assert animal.json().keys() >= {"id", "age", "note"}
    assert visit.json()["animalId"] == 10001
    assert isinstance(visit.json()["reason"], str)


@pytest.mark.parametrize("sent", [{"animalId": 7, "reason": "x"}, {"animalId": 0}])
def test_a_row_hangs_on_what_its_path_names_whatever_is_sent(zoo: Zoo, sent: dict[str, Any]) -> None:
    _, visit, shown = zoo(
        ("POST", "/animals", LYNX), ("POST", "/animals/10001/visits", sent), ("GET", "/animals/10001/visits")
    )
    assert visit.json()["animalId"] == 10001
    assert {row["animalId"] for row in shown.json()} == {10001}


def test_what_is_not_sent_has_the_default_of_the_request(tmp_path: Path) -> None:
    members = {name: {"type": "string"} for name in ("id", "state", "secret", "color")}
    members["state"]["enum"] = ["paid", "sent", "open"]  # type: ignore[assignment]
    defaults = {"state": "open", "secret": "x", "color": "red", "unknown": 5}
    sent = {name: {"default": default} for name, default in defaults.items()}
    shown = {"type": "object", "required": ["state"], "properties": members, "additionalProperties": False}
    responses = {"description": "", "content": {"application/json": {"schema": shown}}}
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": sent}}}}
    paths = {
        "/orders": {"post": {"requestBody": body, "responses": {"201": responses}}},
        "/orders/{id}": {
            "get": {"responses": {"200": responses}},
            "put": {"requestBody": body, "responses": {"200": responses}},
        },
    }
    file = tmp_path / "orders.json"
    file.write_text(json.dumps({"openapi": "3.0.3", "info": {"title": "o", "version": "1"}, "paths": paths}))
    with Mock(str(file)) as mock, mock.client() as client:
        made = [client.post("/orders", json=each).json() for each in ({}, {"state": "paid"})]
        replaced = client.put(f"/orders/{made[1]['id']}", json={}).json()
    assert [(each["state"], each["color"], "unknown" in each) for each in made] == [
        ("open", "red", False),
        ("paid", "red", False),
    ]
    assert replaced == {**made[0], "id": made[1]["id"]}


def test_what_is_created_below_a_row_and_lies_elsewhere_says_what_it_hangs_on(tmp_path: Path) -> None:
    number = {"type": "integer"}

    def shown(**members: dict[str, str]) -> dict[str, object]:
        row = {"type": "object", "required": list(members), "properties": members}
        return {"description": "", "content": {"application/json": {"schema": row}}}

    bed, plant = shown(id=number), shown(id=number, bed_id=number, crop={"type": "string"})
    paths: dict[str, Any] = {
        "/beds": {"post": {"responses": {"201": bed}}},
        "/beds/{bed_id}": {"get": {"responses": {"200": bed}}},
        "/beds/{bed_id}/plants": {"post": {"responses": {"201": plant}}},
        "/plants/{plant_id}": {"get": {"responses": {"200": plant}}},
    }
    for path in list(paths)[1:]:
        name = path.partition("{")[2].partition("}")[0]
        paths[path]["parameters"] = [{"name": name, "in": "path", "required": True, "schema": number}]
    file = tmp_path / "beds.json"
    file.write_text(json.dumps({"openapi": "3.0.3", "info": {"title": "b", "version": "1"}, "paths": paths}))
    with Mock(str(file)) as mock, mock.client() as client:
        client.post("/beds")
        made = client.post("/beds/10001/plants").json()
        assert made["bed_id"] == 10001
        assert client.get(f"/plants/{made['id']}").json() == made


def test_what_is_sent_flat_is_shown_in_the_folder_of_the_row(tmp_path: Path) -> None:
    sent = {"name": {"type": "string"}, "shift": {"type": "string", "default": "late"}}
    inside = {"type": "object", "properties": {**sent, "since": {"type": "string"}}, "required": ["since"]}
    shown = {"type": "object", "properties": {"id": {"type": "integer"}, "attributes": inside}}
    responses = {"description": "", "content": {"application/json": {"schema": shown}}}
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": sent}}}}
    change = {"requestBody": body, "responses": {"200": responses}}
    key = [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}]
    read = {"responses": {"200": responses}}
    paths = {
        "/": {"post": {"requestBody": body, "responses": {"201": responses}}},
        "/{id}": {"parameters": key, "get": read, "patch": change, "put": change},
    }
    file = tmp_path / "keepers.json"
    file.write_text(json.dumps({"openapi": "3.0.3", "info": {"title": "k", "version": "1"}, "paths": paths}))
    with Mock(str(file)) as mock, mock.client() as client:
        made = client.post("/", json={"name": "Eva"})
        assert made.headers["location"] == f"/{made.json()['id']}"
        answers = [made]
        answers += [client.patch(made.headers["location"], json={"shift": "early"})]
        answers += [client.put(made.headers["location"], json={"name": "Mia"})]
    told = [answer.json()["attributes"] for answer in answers]
    assert [each["name"] for each in told] == ["Eva", "Eva", "Mia"]
    assert told[1]["shift"] == "early"
    assert len({each["since"] for each in told}) == 1
    assert not any("name" in answer.json() for answer in answers)


def test_rows_are_numbered_and_differ(zoo: Zoo) -> None:
    first, second = (
        response.json() for response in zoo(("POST", "/animals", LYNX), ("POST", "/animals", LYNX))
    )
    assert (first["id"], second["id"]) == (10001, 10002)
    assert first["age"] != second["age"] or first["note"] != second["note"]


def test_a_row_is_found_by_another_name_that_it_shows(zoo: Zoo) -> None:
    tree = ("PUT", "/keepers/Eva", {"name": "Eva", "shift": "early"}, {"if-match": "*"})
    _, read = zoo(tree, ("GET", "/keepers/Eva"))
    assert read.json() == {"name": "Eva", "shift": "early"}


def test_a_row_may_be_called_otherwise_and_is_found_under_both_names(zoo: Zoo) -> None:
    condition = {"if-match": "*"}
    _, _, renamed, old, new = zoo(
        ("DELETE", "/keepers/Eva", None, condition),
        ("PUT", "/keepers/Eva", {"name": "Eva"}),
        ("PUT", "/keepers/Eva", {"name": "Mia"}, condition),
        ("GET", "/keepers/Eva"),
        ("GET", "/keepers/Mia"),
    )
    assert renamed.json() == old.json() == new.json() == {"name": "Mia"}


def test_a_patch_that_is_none_is_refused(zoo: Zoo) -> None:
    patch = [{"op": "fly", "path": "/name"}]
    _, refused = zoo(
        ("POST", "/animals", LYNX),
        ("PATCH", "/animals/10001", patch, {"content-type": "application/json-patch+json"}),
    )
    assert refused.status_code == 409
    assert "there is no operation 'fly'" in refused.json()["message"]


@pytest.mark.parametrize("number", [1e30, 10**30, 2**64, 2**64 - 1])
def test_numbers_of_any_size_come_back_as_far_as_a_double_tells_them_apart(zoo: Zoo, number: float) -> None:
    made, read = zoo(
        ("POST", "/animals", LYNX | {"mother": {"id": number, "name": "M"}}), ("GET", "/animals/10001")
    )
    assert made.status_code == 201
    assert [float(each.json()["mother"]["id"]) for each in (made, read)] == [float(number)] * 2


@pytest.mark.parametrize("value", [float("inf"), float("nan"), [float("-inf")], {"a": b"file"}])
def test_what_json_has_no_value_for_is_not_kept(value: object) -> None:
    assert not is_json(value)


def test_a_key_beyond_64_bits_is_one_that_can_be_asked_for(zoo: Zoo) -> None:
    (made,) = zoo(("POST", "/animals", LYNX | {"id": 10**30}))
    _, read = zoo(("POST", "/animals", LYNX | {"id": 10**30}), ("GET", f"/animals/{made.json()['id']}"))
    assert (made.status_code, read.status_code) == (201, 200)


def test_what_is_made_and_changed_says_when_by_the_clock_of_the_session(oddities: Zoo) -> None:
    _, made, changed = oddities(
        ("POST", "/calls", {"topic": "x"}),
        ("GET", "/calls/10001"),
        ("PATCH", "/calls/7", {"topic": "y"}),
    )
    now = "2026-11-02T08:00:00Z"
    assert (made.json()["created_at"], made.json()["updated_at"]) == (now, now)
    assert changed.json()["created_at"] != changed.json()["updated_at"] == now


def test_whole_numbers_are_written_as_such() -> None:
    assert repr(tidied({"a": [1.0, 1.5, True, "1.0"], "b": 1e300})) == repr(
        {"a": [1, 1.5, True, "1.0"], "b": 1e300}
    )


def test_what_only_requests_have_is_not_shown(oddities: Zoo) -> None:
    made, read, changed = oddities(
        ("POST", "/accounts", {"mail": "a@example.org", "password": "s3cret"}),
        ("GET", "/accounts/10001/"),
        ("PUT", "/accounts/10001/", {"mail": "b@example.org", "password": "s3cret", "age": 4.0}),
    )
    assert made.headers["location"] == "/api/accounts/10001/"
    assert made.json() == read.json()
    assert made.json().keys() == {"id", "mail", "age", "since"}
    assert changed.json() == {**made.json(), "mail": "b@example.org", "age": 4}
    assert b"4.0" not in changed.content


def test_a_secret_within_a_member_is_kept_only_where_rows_show_it(zoo: Zoo) -> None:
    mother = {"id": 3, "name": "M"}
    made, read = zoo(
        ("POST", "/animals", LYNX | {"mother": mother | {"password": "s3cret"}}), ("GET", "/animals/10001")
    )
    assert [made.json()["mother"], read.json()["mother"]] == [mother, mother]


def test_what_the_answer_to_a_creation_shows_is_what_was_sent(oddities: Zoo) -> None:
    (made,) = oddities(("POST", "/scans", {"title": "Mine", "depth": 3}))
    assert made.json()["title"] == "Mine"
    assert "depth" not in made.json()


def test_a_row_that_does_not_say_whose_it_is_is_everybodys(oddities: Zoo) -> None:
    mine, nobodys, listed, for_eva = oddities(
        ("POST", "/bills", {"payer_id": "ada", "kind": "gas"}),
        ("POST", "/bills", {}),
        ("GET", "/bills?payer_id=ada"),
        ("GET", "/bills?payer_id=eva"),
    )
    assert "payer_id" not in nobodys.json()
    assert listed.json()[:2] == [nobodys.json(), mine.json()]
    assert for_eva.json()[0] == nobodys.json()
    assert mine.json() not in for_eva.json()


def test_what_an_example_shows_beyond_its_schema_can_be_changed(oddities: Zoo) -> None:
    _, made, _, read = oddities(
        ("POST", "/phones", {"display_name": "Hall", "pin": "1234", "password": "s3cret"}),
        ("GET", "/phones/10001"),
        ("PATCH", "/phones/10001", {"display_name": "Attic"}),
        ("GET", "/phones/10001"),
    )
    assert made.json() == {"id": "10001", "display_name": "Hall", "password": None}
    assert read.json() == {"id": "10001", "display_name": "Attic", "password": None}


def test_a_row_that_a_put_makes_hangs_on_what_was_sent(tmp_path: Path) -> None:
    number = {"type": "integer"}
    row = {"type": "object", "required": ["id", "animalId"], "properties": {"id": number, "animalId": number}}
    content = {"content": {"application/json": {"schema": row}}}
    named = [{"name": name, "in": "path", "required": True, "schema": number} for name in ("animalId", "id")]
    shown, gone = {"description": "", **content}, {"204": {"description": ""}}
    item = {
        "parameters": named,
        "get": {"responses": {"200": shown}},
        "put": {"requestBody": content, "responses": {"200": shown, "201": shown}},
        "delete": {"responses": gone},
    }
    file = tmp_path / "visits.json"
    paths = {"/animals/{animalId}/visits/{id}": item}
    file.write_text(json.dumps({"openapi": "3.0.3", "info": {"title": "v", "version": "1"}, "paths": paths}))
    with Mock(str(file)) as mock, mock.client() as client:
        assert client.delete("/animals/7/visits/5").status_code == 204
        assert client.put("/animals/7/visits/5", json={"id": 5, "animalId": 7}).json()["animalId"] == 7


@pytest.mark.parametrize(("declared", "status"), [("409", 409), ("404", 400)])
def test_where_all_keys_are_taken_no_row_is_lost(tmp_path: Path, declared: str, status: int) -> None:
    key = {"type": "integer", "minimum": 1, "maximum": 100}
    members = {"id": key, "name": {"type": "string"}}
    row = {"type": "object", "required": ["id", "name"], "properties": members}
    content = {"content": {"application/json": {"schema": row}}}
    done = {"description": "", **content}
    sent: Any = {"content": {"application/json": {"schema": {}}}}
    parameter = {"name": "id", "in": "path", "required": True, "schema": key}
    gone = {"parameters": [parameter], "responses": {"204": {"description": ""}}}
    paths = {
        "/seats": {"post": {"requestBody": sent, "responses": {"201": done, declared: {"description": ""}}}},
        "/seats/{id}": {"get": {"parameters": [parameter], "responses": {"200": done}}, "delete": gone},
    }
    path = tmp_path / "seats.json"
    path.write_text(json.dumps({"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": paths}))
    with Mock(str(path)) as mock, mock.client() as client:
        made = [client.post("/seats", json={"name": f"n{each}"}).json()["id"] for each in range(100)]
        assert client.post("/seats", json={"name": "last"}).status_code == status
        assert client.get(f"/seats/{made[0]}").json()["name"] == "n0"
        client.delete(f"/seats/{made[70]}")
        assert client.post("/seats", json={"name": "last"}).json()["id"] == made[70]
    assert sorted(made) == list(range(1, 101))


def test_a_name_that_is_read_only_is_that_of_the_path(oddities: Zoo) -> None:
    put, read = oddities(("PUT", "/labels/a", {"label": "b", "color": "red"}), ("GET", "/labels/a"))
    assert put.json() == read.json() == {"label": "a", "color": "red"}


def test_a_name_that_no_path_has_is_no_new_name(oddities: Zoo) -> None:
    put, read = oddities(("PUT", "/lanes/left", {"lane": "", "speed": 5}), ("GET", "/lanes/left"))
    assert put.json() == read.json() == {"lane": "left", "speed": 5}
    (renamed,) = oddities(("PUT", "/lanes/left", {"lane": "right", "speed": 5}))
    assert renamed.json() == {"lane": "right", "speed": 5}
