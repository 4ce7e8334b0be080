from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.stepping import steps_are_kept, steps_are_taken_once

STATUS = {"type": "string", "enum": ["draft", "active"]}
ROW = {
    "type": "object",
    "required": ["id", "status"],
    "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}, "status": STATUS},
}
STEP = {
    "type": "object",
    "required": ["status"],
    "properties": {"status": {"type": "string", "enum": ["active"]}},
}
JSON = "application/json"
DONE = {"responses": {"200": {"description": "", "content": {JSON: {"schema": ROW}}}}}
NAMED = {"type": "object", "properties": {"name": {"type": "string"}}}


def walked(step: str, keeps: bool, *, body: bool) -> list[str]:  # noqa: FBT001 - what the server does
    sent = {"requestBody": {"required": True, "content": {JSON: {"schema": STEP}}}} if body else {}
    paths = {
        "/contracts": {"post": {"requestBody": {"content": {JSON: {"schema": NAMED}}}, **DONE}},
        "/contracts/{contractId}": {"get": DONE},
        f"/contracts/{{contractId}}/{step}": {"post": {**sent, **DONE}},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    row: dict[str, Any] = {"id": 1, "status": "draft"}

    def send(request: Request) -> Response:
        told = {**row, "status": "active"} if request.path.endswith(f"/{step}") else row
        if keeps:
            row.update(told)
        return Response(200, (("content-type", JSON),), orjson.dumps(told))

    found = steps_are_kept(Talk(grounds, send), grounds.resources.by_name["contracts"])
    return [f"{each.law.code}: {each.actual}" for each in found]


LOST = ['VF403: status is "draft" where the answer said "active"']


@pytest.mark.parametrize(
    ("step", "keeps", "body", "told"),
    [
        ("status", False, True, LOST),
        ("activate", False, False, LOST),
        ("activate", False, True, LOST),
        ("status", True, True, []),
        ("activate", True, False, []),
        ("preview", False, False, []),
    ],
)
def test_what_a_step_answers_is_kept(step: str, keeps: bool, body: bool, told: list[str]) -> None:  # noqa: FBT001 - parametrized
    assert walked(step, keeps, body=body) == told


@pytest.mark.parametrize(
    ("refuses", "description", "told"),
    [
        (True, "It cannot be closed again (409).", []),
        (False, "It cannot be closed again (409).", ["VF425"]),
        (False, "Closes it.", []),
    ],
)
def test_a_step_is_taken_once_where_the_document_says_so(
    refuses: bool,  # noqa: FBT001 - what the server does
    description: str,
    told: list[str],
) -> None:
    responses = {"responses": {**DONE["responses"], "409": {"description": ""}}}
    paths = {
        "/contracts": {"post": {"requestBody": {"content": {JSON: {"schema": NAMED}}}, **DONE}},
        "/contracts/{contractId}": {"get": DONE},
        "/contracts/{contractId}/close": {"post": {"description": description, **responses}},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    closed: list[str] = []

    def send(request: Request) -> Response:
        is_again = request.path.endswith("/close") and bool(closed)
        closed.extend([request.path] if request.path.endswith("/close") else [])
        status = 409 if is_again and refuses else 200
        return Response(status, (("content-type", JSON),), orjson.dumps({"id": 1, "status": "active"}))

    found = steps_are_taken_once(Talk(grounds, send), grounds.resources.by_name["contracts"])
    assert [each.law.code for each in found] == told


def test_a_key_makes_the_same_of_the_second_time() -> None:
    key = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}}
    responses = {**DONE["responses"], "409": {"description": ""}}
    close = {"description": "It cannot be closed again (409).", "parameters": [key], "responses": responses}
    paths = {
        "/contracts": {"post": {"requestBody": {"content": {JSON: {"schema": NAMED}}}, **DONE}},
        "/contracts/{contractId}": {"get": DONE},
        "/contracts/{contractId}/close": {"post": close},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    told = Response(200, (("content-type", JSON),), orjson.dumps({"id": 1, "status": "active"}))
    found = steps_are_taken_once(Talk(grounds, lambda _: told), grounds.resources.by_name["contracts"])
    assert list(found) == []
