from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.refusing import refused_without_effect, spoil
from vertrag.serialization import from_json, to_json


def test_a_server_that_keeps_its_word_is_clean(
    converse: Callable[..., Any], garden: Callable[..., Any]
) -> None:
    assert converse().codes(refused_without_effect) == garden().codes(refused_without_effect) == set()


@pytest.mark.parametrize(
    "flaw", ["a refused put is stored", "a refused put deletes", "a refused creation creates"]
)
def test_a_refused_write_that_has_an_effect_is_found(flaw: str, converse: Callable[..., Any]) -> None:
    assert "VF409" in converse(flaw).codes(refused_without_effect, "customers")


def test_what_is_refused_since_it_is_there_already_is_not_there_twice(garden: Callable[..., Any]) -> None:
    assert garden("one of each").codes(refused_without_effect, "beds") == {"VF409"}


def test_one_member_is_spoilt_and_no_other(converse: Callable[..., Any]) -> None:
    talk = converse().talk
    create = talk.grounds.resources.by_name["customers"].deed("create")
    body = talk.body(create.operation)
    spoilt = spoil(create, body)
    assert [spoilt[name] == value for name, value in body.items()].count(False) == 1
    assert spoil(create, "no object") is None


MEMBERS = {"id": {"type": "string", "readOnly": True}, "owner": {"type": "string"}}
ZONE = {"type": "object", "required": ["id", "owner"], "properties": MEMBERS}
CONTENT = {"application/json": {"schema": ZONE}}
ANSWERS = {"201": {"description": "", "content": CONTENT}, "422": {"description": ""}}
LISTED = {"application/json": {"schema": {"type": "array", "items": ZONE}}}
SHORT = {"name": "short", "in": "query", "schema": {"type": "boolean"}}
ZONES: dict[str, Any] = {
    "/zones": {
        "get": {"responses": {"200": {"description": "", "content": LISTED}}},
        "post": {"parameters": [SHORT], "requestBody": {"content": CONTENT}, "responses": ANSWERS},
    },
    "/zones/{zoneId}": {
        "get": {"responses": {"200": {"description": "", "content": CONTENT}}},
        "delete": {"responses": {"204": {"description": ""}}},
    },
}


@pytest.mark.parametrize(
    ("stores", "found", "left"),
    [("what was sent", ["VF409"], []), ("", [], []), ("what a colleague sends", ["VF409"], ["a colleague"])],
)
def test_what_is_refused_and_created_all_the_same_is_deleted_and_nothing_else(
    stores: str, found: list[str], left: list[str]
) -> None:
    zones: dict[str, Any] = {}

    def send(request: Request) -> Response:
        key = request.path.rpartition("/")[2]
        if request.method == "DELETE":
            del zones[key]
            return Response(204)
        if request.method == "POST" and (stores or not request.query):
            is_ours = stores == "what was sent" or not request.query
            sent = from_json(request.body) if is_ours else {"owner": "a colleague"}
            name = f"zone{len(zones)}"
            zones[name] = {**sent, "id": name}
        if request.query:
            return Response(422)
        shown: Any = zones[key] if key in zones else [*zones.values()]
        status, body = (201, shown[-1]) if request.method == "POST" else (200, shown)
        return Response(status, (("content-type", "application/json"),), to_json(body))

    talk = Talk(grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": ZONES}))), send)
    told = [each.law.code for each in refused_without_effect(talk, talk.grounds.resources.by_name["zones"])]
    assert told == found
    talk.tidy()
    assert [each["owner"] for each in zones.values()] == left
