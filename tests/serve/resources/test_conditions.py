import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from vertrag import Mock
from vertrag.serve.resources.conditions import Conditions, is_unchanged

Zoo = Callable[..., list[httpx.Response]]
BEAR = {"name": "Bruno", "kind": "bear"}


@pytest.mark.parametrize(
    ("listed", "unchanged"), [("", False), ('"x"', False), ('"t"', True), ('"x", W/"t"', True), ("*", True)]
)
def test_a_client_may_have_a_row_already(listed: str, unchanged: bool) -> None:  # noqa: FBT001
    assert is_unchanged(Conditions(if_none_match=listed), '"t"') is unchanged


def test_a_row_is_not_sent_twice(zoo: Zoo) -> None:
    made, read = zoo(("POST", "/animals", BEAR), ("GET", "/animals/10001"))
    tag = read.headers["etag"]
    assert made.headers["etag"] == tag
    _, same, other = zoo(
        ("POST", "/animals", BEAR),
        ("GET", "/animals/10002", None, {"if-none-match": tag}),
        ("GET", "/animals/10001", None, {"if-none-match": tag}),
    )
    assert (same.status_code, other.status_code, other.headers["etag"]) == (200, 304, tag)


def test_a_change_of_another_state_is_refused(zoo: Zoo) -> None:
    (made,) = zoo(("POST", "/animals", BEAR))
    tag = made.headers["etag"]
    late, done, again, gone = zoo(
        ("PUT", "/animals/10001", BEAR, {"if-match": '"old"'}),
        ("PUT", "/animals/10001", BEAR | {"age": 3}, {"if-match": tag}),
        ("PUT", "/animals/10001", BEAR | {"age": 4}, {"if-match": tag}),
        ("DELETE", "/animals/10001", None, {"if-match": tag}),
    )
    assert [each.status_code for each in (late, done, again, gone)] == [412, 200, 412, 412]


def test_a_change_does_not_take_a_weak_tag_for_a_strong_one(zoo: Zoo) -> None:
    (made,) = zoo(("POST", "/animals", BEAR))
    _, weak = zoo(
        ("POST", "/animals", BEAR),
        ("DELETE", "/animals/10001", None, {"if-match": f"W/{made.headers['etag']}"}),
    )
    assert weak.status_code == 412


def test_a_document_may_ask_for_a_condition(zoo: Zoo) -> None:
    refused, done, exists = zoo(
        ("PUT", "/keepers/Eva", {"name": "Eva"}),
        ("PUT", "/keepers/Eva", {"name": "Eva"}, {"if-match": "*"}),
        ("PUT", "/keepers/Eva", {"name": "Eva"}, {"if-match": "*", "if-none-match": "*"}),
    )
    assert [each.status_code for each in (refused, done, exists)] == [428, 200, 412]


def test_what_is_gone_is_missing_whatever_a_change_of_it_depends_on(zoo: Zoo) -> None:
    condition = {"if-match": "*", "content-type": "application/json"}
    merge = condition | {"content-type": "application/merge-patch+json"}
    sent = (
        ("PUT", "/animals/10001", BEAR, condition),
        ("PATCH", "/animals/10001", BEAR, merge),
        ("DELETE", "/animals/10001", None, condition),
    )
    *_, put, patched, deleted = zoo(("POST", "/animals", BEAR), ("DELETE", "/animals/10001"), *sent)
    assert [each.status_code for each in (put, patched, deleted)] == [404, 404, 404]


def test_a_request_that_is_sent_again_is_done_once(zoo: Zoo) -> None:
    key = {"idempotency-key": "a1"}
    first, second, other, listed = zoo(
        ("POST", "/animals", BEAR, key),
        ("POST", "/animals", BEAR, key),
        ("POST", "/animals", BEAR | {"name": "Ada"}, key),
        ("GET", "/animals?kind=bear&q=Bruno"),
    )
    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["location"] == first.headers["location"]
    assert other.status_code == 409
    assert [row["id"] for row in listed.json()["items"]] == [first.json()["id"]]


def test_another_request_with_the_key_is_a_conflict_before_it_is_invalid(tmp_path: Path) -> None:
    row = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}
    content = {"content": {"application/json": {"schema": row}}}
    refusals = {status: {"description": ""} for status in ("409", "422")}
    post = {"requestBody": content, "responses": {"201": {"description": "", **content}, **refusals}}
    get = {"responses": {"200": {"description": "", **content}}}
    paths = {"/notes": {"post": post}, "/notes/{id}": {"get": get}}
    file = tmp_path / "notes.json"
    file.write_text(json.dumps({"openapi": "3.0.3", "info": {"title": "n", "version": "1"}, "paths": paths}))
    with Mock(str(file)) as mock, mock.client() as client:
        sent = [
            client.post("/notes", json={"name": name}, headers={"idempotency-key": "a"}) for name in "xxy"
        ]
    assert [each.status_code for each in sent] == [201, 201, 409]


def test_the_key_of_a_request_does_not_answer_one_about_another_row(zoo: Zoo) -> None:
    key = {"idempotency-key": "a1"}
    *_, done, again, other, there = zoo(
        ("POST", "/animals", BEAR),
        ("POST", "/animals", BEAR),
        ("DELETE", "/animals/10001", None, key),
        ("DELETE", "/animals/10001", None, key),
        ("DELETE", "/animals/10002", None, key),
        ("GET", "/animals/10002"),
    )
    assert (done.status_code, again.status_code, there.status_code) == (204, 204, 200)
    assert other.status_code == 422


def test_what_is_no_entity_tag_names_no_state_where_412_is_not_declared(zoo: Zoo) -> None:
    sent = ("0", "old", '"old" "older"')
    _, *answers = zoo(
        ("POST", "/animals", BEAR), *(("PUT", "/animals/10001", BEAR, {"if-match": text}) for text in sent)
    )
    assert [each.status_code for each in answers] == [200, 200, 200]


def test_a_document_may_give_its_tags_a_form_and_what_is_unchanged_headers(tmp_path: Path) -> None:
    headers = {
        "ETag": {"required": True, "schema": {"type": "string", "pattern": '^"[0-9a-f]{12}"$'}},
        "X-Request-Id": {"required": True, "schema": {"type": "string", "pattern": "^req_[0-9]+$"}},
    }
    schema = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer"}, "a": {"type": "string"}},
    }
    content = {"application/json": {"schema": schema}}
    shown = {"description": "", "headers": headers, "content": content}
    item = {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
        "get": {"responses": {"200": shown, "304": {"description": "", "headers": headers}}},
        "put": {"requestBody": {"content": content}, "responses": {"200": shown, "412": {"description": ""}}},
    }
    document = tmp_path / "things.json"
    document.write_text(json.dumps({"openapi": "3.0.3", "info": {}, "paths": {"/things/{id}": item}}))
    with Mock(document) as mock, mock.client() as client:
        read = client.get("/things/7")
        same = client.get("/things/7", headers={"If-None-Match": read.headers["etag"]})
        condition = {"If-Match": read.headers["etag"]}
        changed, late = [client.put("/things/7", json={"id": 7, "a": "b"}, headers=condition) for _ in "ab"]
    assert (read.status_code, same.status_code, changed.status_code, late.status_code) == (200, 304, 200, 412)
    assert same.headers["etag"] == read.headers["etag"] != changed.headers["etag"]
    assert same.headers["x-request-id"].startswith("req_")
