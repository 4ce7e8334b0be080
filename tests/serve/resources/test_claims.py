from collections.abc import Callable
from typing import Any

import httpx
import pytest

from vertrag.serve.mounts import Mount
from vertrag.serve.resources.claims import claim_of

JSON = "application/json"
ROW = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "name": {"type": "string"},
        "group": {"type": "string"},
        "size": {"type": "integer"},
    },
}
CONTENT = {"content": {JSON: {"schema": ROW}}}
SHOWN = {"description": "", **CONTENT}


def paths(said: str) -> dict[str, Any]:
    taken = {"201": SHOWN, "409": {"description": said}}
    item = {"parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}]}
    return {
        "/groups": {"post": {"requestBody": CONTENT, "responses": taken}},
        "/groups/{id}": {
            **item,
            "get": {"responses": {"200": SHOWN}},
            "put": {"requestBody": CONTENT, "responses": {"200": SHOWN}},
            "delete": {"responses": {"204": {"description": ""}}},
        },
    }


@pytest.mark.parametrize(("said", "again"), [("The name exists already.", 409), ("Too many groups.", 201)])
def test_what_the_document_says_is_there_once_is_created_once(
    said: str, again: int, make_mount: Callable[..., Mount], ask_all: Callable[..., list[httpx.Response]]
) -> None:
    eva = ("POST", "/groups", {"json": {"name": "Eva", "size": 1}})
    made, twin, other, _, free = ask_all(
        make_mount(paths(said)),
        [
            eva,
            ("POST", "/groups", {"json": {"name": "Eva", "size": 2}}),
            ("POST", "/groups", {"json": {"name": "Ada", "size": 1}}),
            ("DELETE", "/groups/10001"),
            eva,
        ],
    )
    assert made.json()["id"] == 10001
    assert [each.status_code for each in (made, twin, other, free)] == [201, again, 201, 201]


def test_a_value_that_its_row_has_no_more_is_free_and_all_that_is_named_counts_together(
    make_mount: Callable[..., Mount], ask_all: Callable[..., list[httpx.Response]]
) -> None:
    answers = ask_all(
        make_mount(paths("The name exists already in this group.")),
        [
            ("POST", "/groups", {"json": {"name": "Eva", "group": "a"}}),
            ("POST", "/groups", {"json": {"name": "Ada", "group": "a"}}),
            ("POST", "/groups", {"json": {"name": "Eva", "group": "a"}}),
            ("PUT", "/groups/10001", {"json": {"name": "Eva", "group": "b"}}),
            ("POST", "/groups", {"json": {"name": "Eva", "group": "a"}}),
        ],
    )
    assert [each.status_code for each in answers] == [201, 201, 409, 200, 201]


def test_what_is_no_object_or_no_text_claims_nothing() -> None:
    assert claim_of(frozenset({"name", "size"}), "groups", {"name": b"a", "size": [1]}) is None
    assert claim_of(frozenset({"name"}), "groups", ["name"]) is None
    assert claim_of(frozenset(), "groups", {"name": "a"}) is None
