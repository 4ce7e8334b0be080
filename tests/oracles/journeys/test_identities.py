import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.identities import kept_apart


@pytest.fixture
def apart(supplier: ModuleType, converse: Callable[..., Any]) -> Callable[..., Any]:
    """Talk with a supplier who knows two identities: apart("others may read")."""

    def build(flaw: str = "", other: str = supplier.OTHER_KEY) -> Any:
        conversation = converse(flaw)
        conversation.talk.other = (("x-api-key", other),)
        return conversation

    return build


def test_a_server_that_keeps_its_word_is_clean(apart: Callable[..., Any]) -> None:
    conversation = apart()
    assert conversation.codes(kept_apart) == set()
    assert "DELETE" in {method for method, _ in conversation.server.seen}


@pytest.mark.parametrize(
    ("flaw", "resource", "code"),
    [
        ("others may read", "customers", "VF901"),
        ("others may read", "contracts", "VF901"),
        ("others may write", "customers", "VF902"),
        ("others may write", "readings", "VF902"),
        ("others are listed", "customers", "VF903"),
    ],
)
def test_what_one_identity_owns_and_another_reaches_is_found(
    flaw: str, resource: str, code: str, apart: Callable[..., Any]
) -> None:
    assert code in apart(flaw).codes(kept_apart, resource)


def test_a_stranger_proves_nothing(apart: Callable[..., Any]) -> None:
    conversation = apart("others may read", other="nobody")
    assert conversation.codes(kept_apart) == set()
    assert {method for method, _ in conversation.server.seen} == {"GET"}


def test_one_identity_alone_is_not_walked(converse: Callable[..., Any]) -> None:
    conversation = converse("others may read")
    assert (conversation.codes(kept_apart), conversation.server.seen) == (set(), [])


@pytest.mark.parametrize("variable", ["name", "fileName"])
@pytest.mark.parametrize(
    ("is_shared", "open_to", "said"),
    [
        (False, {"GET", "PUT", "DELETE"}, []),
        (True, {"GET", "PUT", "DELETE"}, ["200 for GET", "200 for DELETE", "201 for PUT"]),
        (True, {"PUT"}, ["200 for PUT"]),
    ],
)
def test_each_may_put_something_of_its_own_under_one_name(
    is_shared: bool,  # noqa: FBT001 - parametrized
    open_to: set[str],
    said: list[str],
    variable: str,
) -> None:
    schema = {"type": "object", "properties": {"title": {"type": "string"}}}
    content = {"content": {"application/json": {"schema": schema}}}
    done = {"responses": {str(each): {"description": "", **content} for each in (200, 201, 404)}}
    name = {"name": variable, "in": "path", "required": True, "schema": {"type": "string"}}
    paths = {
        f"/files/{{{variable}}}": {
            "parameters": [name],
            "get": done,
            "put": {"requestBody": {"required": True, **content}, **done},
            "delete": done,
        }
    }
    tree = {"openapi": "3.1.0", "security": [{"key": []}], "paths": paths}
    grounds = grounds_of(compile_contract(from_tree(tree)))
    files: dict[tuple[str, str], bytes] = {}

    def send(request: Request) -> Response:
        whose = "" if is_shared else dict(request.headers)["x-api-key"]
        there = files.get((whose, request.path))
        if dict(request.headers)["x-api-key"] == "b" and request.method not in open_to:
            return Response(403)
        if request.method != "PUT" and there is None:
            return Response(404)
        if request.method == "DELETE":
            del files[whose, request.path]
        if request.method == "PUT":
            files[whose, request.path] = request.body
        body = request.body if request.method == "PUT" else there or b""
        return Response(201 if there is None else 200, (("content-type", "application/json"),), body)

    for _ in range(2):  # what is left behind would be met again
        talk = Talk(grounds, send, (("x-api-key", "a"),), other=(("x-api-key", "b"),))
        found = [each.actual for each in kept_apart(talk, grounds.resources.by_name["files"])]
        talk.tidy()
        assert (found, files) == ([f"{each} by another" for each in said], {})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nothing", []),
        ("q=Milk", ["1 of another in the list"]),
        ("title=Milk", ["1 of another in the list"]),
    ],
)
def test_a_search_finds_nothing_of_another(query: str, found: list[str]) -> None:
    note = {"type": "object", "properties": {"id": {"type": "integer"}, "title": {"type": "string"}}}

    def done(schema: Any) -> dict[str, Any]:
        return {
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
        }

    words = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("q", "title")]
    paths = {
        "/notes": {
            "get": {"parameters": words, **done({"type": "array", "items": note})},
            "post": done(note),
        },
        "/notes/{id}": {"get": done(note)},
    }
    grounds = grounds_of(
        compile_contract(from_tree({"openapi": "3.1.0", "security": [{"key": []}], "paths": paths}))
    )

    def send(request: Request) -> Response:
        is_owner = dict(request.headers)["x-api-key"] == "a"
        row = '{"id": 1, "title": "Milk"}'
        if request.path == "/notes" and request.method == "GET":
            shown = [row] if is_owner or request.query == query else []
            return Response(200, (("content-type", "application/json"),), f"[{','.join(shown)}]".encode())
        return (
            Response(200, (("content-type", "application/json"),), row.encode())
            if is_owner
            else Response(404)
        )

    talk = Talk(grounds, send, (("x-api-key", "a"),), other=(("x-api-key", "b"),))
    assert [each.actual for each in kept_apart(talk, grounds.resources.by_name["notes"])] == found


@pytest.mark.parametrize(
    ("takes_foreign", "hidden_by", "key", "found"),
    [
        (False, 404, "readerId", []),
        (True, 404, "readerId", ["POST /loans takes the readerId of another"]),
        (True, 403, "readerId", []),  # it is there: who may not read it may name it
        (True, 200, "readerId", []),
        (True, 404, "code", []),  # which anything may have
    ],
)
def test_what_is_hidden_is_not_named_in_a_body(
    takes_foreign: bool,  # noqa: FBT001 - what the server does
    hidden_by: int,
    key: str,
    found: list[str],
) -> None:
    reader = {"type": "object", "properties": {"id": {"type": "integer"}}}
    loan = {"type": "object", "required": [key], "properties": {key: {"type": "integer"}}}

    def of(schema: Any) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    done = {"responses": {"200": {"description": "", **of(reader)}}}
    paths = {
        "/readers": {"post": done},
        f"/readers/{{{key}}}": {"get": done},
        "/loans": {"post": {"requestBody": of(loan), **done}},
        "/loans/{loanId}": {"get": done},
    }
    grounds = grounds_of(
        compile_contract(from_tree({"openapi": "3.1.0", "security": [{"key": []}], "paths": paths}))
    )
    owners: list[str] = []

    def send(request: Request) -> Response:
        who = dict(request.headers)["x-api-key"]
        if request.path == "/loans":
            named = json.loads(request.body)[key]
            is_right = named < len(owners) and owners[named] == who
            return Response(200 if is_right or takes_foreign else 422)
        number = len(owners) if request.method == "POST" else int(request.path.rpartition("/")[2])
        owners.extend([who] if request.method == "POST" else [])
        status = 200 if owners[number] == who else hidden_by
        return Response(status, (("content-type", "application/json"),), b'{"id": %d}' % number)

    talk = Talk(grounds, send, (("x-api-key", "a"),), other=(("x-api-key", "b"),))
    told = [each.actual for each in kept_apart(talk, grounds.resources.by_name["readers"])]
    assert [each for each in told if "takes" in each] == found
