from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.counting import rows_below_are_counted

WHOLE, TEXT = {"type": "integer"}, {"type": "string"}


def content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def done(schema: dict[str, Any]) -> dict[str, Any]:
    return {"responses": {"200": {"description": "", **content(schema)}}}


def document(counter: str) -> dict[str, Any]:
    """A document with depots that have shelves, and a member that may count them."""
    depot = {"type": "object", "properties": {"id": WHOLE, "name": TEXT, counter: WHOLE}}
    shelf = {"type": "object", "properties": {"id": WHOLE, "label": TEXT}}
    named, labelled = ({"type": "object", "properties": {each: TEXT}} for each in ("name", "label"))
    rows = done({"type": "array", "items": shelf})
    paths = {
        "/depots": {"post": {"requestBody": content(named), **done(depot)}},
        "/depots/{depotId}": {"get": done(depot)},
        "/depots/{depotId}/shelves": {"get": rows, "post": {"requestBody": content(labelled), **done(shelf)}},
        "/depots/{depotId}/shelves/{shelfId}": {"get": done(shelf)},
    }
    return {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": paths}


@dataclass
class Depots:
    """One depot and its shelves; `counted` says what it tells of how many there are."""

    counter: str
    counted: Any
    shelves: int = 0

    def answer(self, request: Request) -> Response:
        steps = request.path.split("/")[1:]
        self.shelves += request.method == "POST" and len(steps) == 3
        body: Any = {"id": self.shelves, "label": "x"}
        if len(steps) < 3:
            body = {"id": 7, "name": "x", self.counter: self.counted(self.shelves)}
        elif request.method == "GET":
            body = [{"id": each + 1, "label": "x"} for each in range(self.shelves)]
        return Response(200, (("content-type", "application/json"),), orjson.dumps(body))


@pytest.mark.parametrize(
    ("counter", "counted", "codes"),
    [
        ("shelfCount", lambda shelves: shelves, set()),
        ("shelfCount", lambda _: 0, {"VF419"}),
        ("num_shelves", lambda _: 4, {"VF419"}),
        ("shelfCount", lambda shelves: shelves + 1, set()),  # moves: there may be more than are listed
        ("shelfCapacity", lambda _: 4, set()),
    ],
)
def test_a_row_counts_what_is_below_it(counter: str, counted: Any, codes: set[str]) -> None:
    grounds = grounds_of(compile_contract(from_tree(document(counter))))
    talk = Talk(grounds, Depots(counter, counted).answer)
    found = rows_below_are_counted(talk, grounds.resources.by_name["shelves"])
    assert {breach.law.code for breach in found} == codes


def test_a_number_that_a_client_sent_is_its_own_doing() -> None:
    tree = document("shelfCount")
    tree["paths"]["/depots"]["post"]["requestBody"] = content(
        {"type": "object", "required": ["shelfCount"], "properties": {"shelfCount": WHOLE}}
    )
    grounds = grounds_of(compile_contract(from_tree(tree)))
    talk = Talk(grounds, Depots("shelfCount", lambda _: 4).answer)
    assert list(rows_below_are_counted(talk, grounds.resources.by_name["shelves"])) == []
