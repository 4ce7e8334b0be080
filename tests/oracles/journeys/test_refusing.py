from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.refusing import refused_without_effect, spoil
from vertrag.serialization import to_json


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


ZONE = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "readOnly": True}}}
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


@pytest.mark.parametrize(("is_late", "found"), [(True, ["VF409"]), (False, [])])
def test_what_is_refused_for_a_parameter_is_not_created_and_deleted_if_it_is(
    is_late: bool,  # noqa: FBT001 - a parametrized expectation
    found: list[str],
) -> None:
    talk = Talk(grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": ZONES}))), lambda _: None)
    zones: list[str] = []

    def send(request: Request) -> Response:
        if request.method == "DELETE":
            zones.remove(request.path.rpartition("/")[2])
            return Response(204)
        if request.method == "POST" and (is_late or not request.query):
            zones.append(f"zone{len(zones)}")
        if request.query:
            return Response(422)
        rows = [{"id": each} for each in zones]
        status, body = (201, rows[-1]) if request.method == "POST" else (200, rows)
        return Response(status, (("content-type", "application/json"),), to_json(body))

    talk.send = send
    told = [each.law.code for each in refused_without_effect(talk, talk.grounds.resources.by_name["zones"])]
    assert told == found
    talk.tidy()
    assert zones == []
