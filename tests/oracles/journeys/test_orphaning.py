from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.orphaning import goes_with_its_parent


def test_what_a_deletion_is_said_to_take_along_is_gone(garden: Callable[..., Any]) -> None:
    assert garden().codes(goes_with_its_parent, "plants") == set()
    assert garden("plants stay").codes(goes_with_its_parent, "plants") == {"VF414"}


def test_where_the_document_says_nothing_of_it_a_row_may_stay(garden: Callable[..., Any]) -> None:
    conversation = garden("plants stay")
    delete = conversation.grounds.resources.by_name["beds"].deed("delete").operation
    told = delete.node.pop("description")
    try:
        assert conversation.codes(goes_with_its_parent, "plants") == set()
    finally:
        delete.node["description"] = told


def test_a_path_through_its_parent_says_enough(converse: Callable[..., Any]) -> None:
    conversation = converse()
    assert conversation.codes(goes_with_its_parent, "contracts") == set()
    assert (conversation.talk.chain[-3][0].method, conversation.talk.chain[-1][1].status) == ("DELETE", 404)


@pytest.mark.parametrize(
    ("keeps", "status", "told"),
    [(True, 409, []), (False, 409, ["VF409"]), (False, 404, []), (False, 429, [])],
)
def test_a_deletion_that_is_refused_deletes_nothing(keeps: bool, status: int, told: list[str]) -> None:  # noqa: FBT001 - what the server does
    row = {"application/json": {"schema": {"type": "object", "properties": {"id": {"type": "string"}}}}}
    shown = {"responses": {"200": {"description": "", "content": row}, "404": {"description": ""}}}
    deleted = {"responses": {"204": {"description": ""}, "409": {"description": ""}}}
    paths = {
        "/titles": {"post": {"requestBody": {"content": row}, **shown}},
        "/titles/{titleId}": {"get": shown, "delete": deleted},
        "/titles/{titleId}/copies": {"post": {"requestBody": {"content": row}, **shown}},
        "/copies/{copyId}": {"get": shown},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    gone: list[str] = []

    def send(request: Request) -> Response:
        if request.method == "DELETE":
            gone.extend([] if keeps else [request.path])
            return Response(status)
        return Response(
            404 if request.path in gone else 200, (("content-type", "application/json"),), b'{"id": "1"}'
        )

    found = goes_with_its_parent(Talk(grounds, send), grounds.resources.by_name["copies"])
    assert [breach.law.code for breach in found] == told
