from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.lone import lone, values_for
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import Grounds, grounds_of
from vertrag.oracles.journeys.admission import only_declared_media_types, whole_credentials
from vertrag.oracles.journeys.probing import values_are_handled
from vertrag.oracles.journeys.walks import Walk
from vertrag.oracles.law import Breach

TOLD = {"200": {"description": ""}}
CONDITION = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
COUNT = {"name": "count", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 7}}
ORDER = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}
PATHS: dict[str, Any] = {
    "/status": {"get": {"parameters": [CONDITION], "responses": TOLD, "security": [{"token": []}]}},
    "/flush": {
        "post": {"requestBody": {"content": {"application/json": {"schema": ORDER}}}, "responses": TOLD}
    },
    "/bytes/{count}/of/{thing}": {"get": {"parameters": [COUNT], "responses": TOLD}},
}
TREE = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "paths": PATHS,
    "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
}
GROUNDS = grounds_of(compile_contract(from_tree(TREE)))
BEARER = ("authorization", "Bearer 0123456789")

Server = Callable[[Request], int]


def found(walk: Walk, server: Server) -> list[Breach]:
    everything = lone(GROUNDS)
    assert everything is not None
    return list(walk(Talk(GROUNDS, lambda request: Response(server(request)), (BEARER,)), everything))


def test_what_belongs_to_no_resource_is_walked_together() -> None:
    everything = lone(GROUNDS)
    assert everything is not None
    assert {deed.operation.path for deed in everything.deeds} == PATHS.keys()


def test_where_all_belong_somewhere_there_is_nothing_to_walk(grounds: Grounds) -> None:
    assert lone(grounds) is None


def test_a_path_has_values_that_it_allows() -> None:
    everything = lone(GROUNDS)
    assert everything is not None
    (operation,) = (each for each in GROUNDS.contract.operations if "{" in each.path)
    count, thing = values_for(Talk(GROUNDS, lambda _: None), everything, operation) or ()
    assert (int(count) >= 7, thing) == (True, "1")


@pytest.mark.parametrize(
    ("walk", "server", "said"),
    [
        (
            values_are_handled,
            lambda request: 500 if request.path == "/status" else 200,
            "the document allows",
        ),
        (values_are_handled, lambda request: 500 if "if-match" in dict(request.headers) else 200, "if-match"),
        (values_are_handled, lambda request: 500 if b"17" in request.body else 400, "size"),
        (only_declared_media_types, lambda _: 200, "text/plain"),
        (whole_credentials, lambda _: 200, "authorization"),
    ],
)
def test_what_is_wrong_there_is_found(walk: Walk, server: Server, said: str) -> None:
    assert any(said in breach.actual.lower() for breach in found(walk, server))


def test_a_server_that_refuses_what_is_wrong_is_clean() -> None:
    def server(request: Request) -> int:
        known = GROUNDS.contract.find(request.method, request.path)
        assert known is not None
        if known[0].path == "/status" and BEARER not in request.headers:
            return 401
        return 400 if known[0].read(request, known[1]).violations else 200

    for walk in (values_are_handled, only_declared_media_types, whole_credentials):
        assert found(walk, server) == []
