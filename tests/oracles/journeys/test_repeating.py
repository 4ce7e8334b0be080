from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.repeating import created_once_only

JSON = "application/json"
MEMBERS = {
    "id": {"type": "integer", "readOnly": True},
    "month": {"type": "string"},
    "value": {"type": "integer"},
}
CONTENT = {"content": {JSON: {"schema": {"type": "object", "required": ["month"], "properties": MEMBERS}}}}


def walked(said: str, second: Response | None = None) -> list[str]:
    answers = {"201": {"description": "", **CONTENT}, "409": {"description": said}}
    paths = {
        "/readings": {"post": {"requestBody": {"required": True, **CONTENT}, "responses": answers}},
        "/readings/{readingId}": {"get": {"responses": {"200": {"description": "", **CONTENT}}}},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    bodies: list[Any] = []

    def send(request: Request) -> Response:
        body = orjson.loads(request.body)
        if body in bodies and second is not None:
            return second
        bodies.append(body)
        return Response(201, (("content-type", JSON),), orjson.dumps({**body, "id": len(bodies)}))

    found = created_once_only(Talk(grounds, send), grounds.resources.by_name["readings"])
    return [each.law.code for each in found]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("The month has a reading already.", ["VF421"]),
        ("A reading with this month exists", ["VF421"]),
        ("Monat (month) bereits vergeben", ["VF421"]),
        ("The month is closed.", []),
        ("It exists already", []),
        ("Conflict", []),
    ],
)
def test_what_the_document_has_once_is_not_created_twice(said: str, codes: list[str]) -> None:
    assert walked(said) == codes


def test_who_refuses_it_or_gives_the_first_again_is_right() -> None:
    said = "The month has a reading already."
    first = Response(200, (("content-type", JSON),), b'{"id": 1, "month": "x"}')
    assert walked(said, Response(409)) == walked(said, first) == []
