from collections.abc import Callable
from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.adding import one_member_more
from vertrag.oracles.journeys.walks import walk

JSON = "application/json"
PLACE = {"type": "object", "properties": {"street": {"type": "string"}}}
TENT: dict[str, Any] = {
    "type": "object",
    "required": ["name", "place"],
    "properties": {"name": {"type": "string"}, "place": PLACE, "tags": {"type": "object"}},
}
SHOWN = {**TENT, "properties": {**TENT["properties"], "id": {"type": "integer", "readOnly": True}}}
KNOWN = {"name", "place", "tags", "id"}


def talk_about(schema: Any, refuses: Callable[[list[Any], Any], bool]) -> Talk:
    """A talk with a camp that says of each body, and of all that it took before, whether it refuses that."""
    taken, told = ({"content": {JSON: {"schema": each}}} for each in (schema, SHOWN))
    answers = {"201": {"description": "", **told}, "400": {"description": ""}}
    paths = {
        "/tents": {"post": {"requestBody": {"required": True, **taken}, "responses": answers}},
        "/tents/{tentId}": {"get": {"responses": {"200": {"description": "", **told}}}},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    rows: list[Any] = []

    def send(request: Request) -> Response:
        body = orjson.loads(request.body)
        if refuses(rows, body):
            return Response(400)
        rows.append(body)
        return Response(201, (("content-type", JSON),), orjson.dumps({**body, "id": len(rows)}))

    return Talk(grounds, send)


def found(schema: Any, refuses: Callable[[list[Any], Any], bool]) -> list[str]:
    talk = talk_about(schema, refuses)
    return [each.spot for each in one_member_more(talk, talk.grounds.resources.by_name["tents"])]


def is_strict(_: list[Any], body: Any) -> bool:
    return not body.keys() <= KNOWN


def is_strict_below(_: list[Any], body: Any) -> bool:
    return not body["place"].keys() <= {"street"}


@pytest.mark.parametrize(
    ("refuses", "spots"),
    [
        (is_strict, ["a member in the body"]),
        (is_strict_below, ["a member in place"]),
        (lambda *_: False, []),
        (lambda *_: True, []),
        (lambda _, body: 1 in body.values(), []),
        (lambda rows, body: len(rows) > 0 and not is_strict(rows, body), []),
        (lambda _, body: body.get("tags", {}).keys() - KNOWN, []),
    ],
)
def test_what_a_schema_leaves_room_for_is_not_refused(
    refuses: Callable[[list[Any], Any], bool], spots: list[str]
) -> None:
    assert found(TENT, refuses) == spots


@pytest.mark.parametrize(
    "closed",
    [
        {**TENT, "additionalProperties": False},
        {**TENT, "unevaluatedProperties": False},
        {"allOf": [TENT, {"propertyNames": {"enum": sorted(KNOWN)}}]},
        {**TENT, "maxProperties": 3, "minProperties": 3},
    ],
)
def test_whoever_keeps_a_closed_schema_is_right(closed: dict[str, Any]) -> None:
    assert found(closed, is_strict) == []


def test_it_is_told_with_what_was_taken_and_what_was_refused() -> None:
    talk = talk_about(TENT, is_strict)
    (walked,) = walk(talk, one_member_more, talk.grounds.resources.by_name["tents"])
    statuses = [response.status for _, response in walked.chain if response is not None]
    assert (statuses, walked.steady) == ([201, 400], True)
    assert walked.breach.actual == "400 for vertrag in the body, where the schema leaves room for it"


def test_who_may_not_write_asks_for_nothing() -> None:
    talk = talk_about(TENT, is_strict)
    talk.writes = False
    assert list(one_member_more(talk, talk.grounds.resources.by_name["tents"])) == []
    assert talk.cases == 0
