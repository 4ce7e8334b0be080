import json
from collections.abc import Mapping
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.dating import changed_after_made

MOMENT = {"type": "string", "format": "date-time"}
MEMBERS = ("createdAt", "updated_at", "modified", "name")
NOTE = {"type": "object", "properties": {"id": {"type": "integer"}, **{name: {} for name in MEMBERS}}}
EARLY, LATE, LATER = "2026-03-01T10:00:00Z", "2026-03-01T12:00:00+01:00", "2026-03-01T11:00:00.5Z"


def told(noted: Mapping[str, Any], *sendable: str) -> list[str]:
    """What the walk tells of a server that notes this; a client may send some members as well."""
    content = {"content": {"application/json": {"schema": NOTE}}}
    sent = {"type": "object", "required": [*sendable], "properties": dict.fromkeys(sendable, MOMENT)}
    done = {"responses": {"200": {"description": "", **content}}}
    paths = {
        "/notes": {"post": {"requestBody": {"content": {"application/json": {"schema": sent}}}, **done}},
        "/notes/{id}": {"get": done},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))

    def send(_: Request) -> Response:
        row = {"id": 1, **noted}
        return Response(200, (("content-type", "application/json"),), json.dumps(row).encode())

    return [
        each.actual for each in changed_after_made(Talk(grounds, send), grounds.resources.by_name["notes"])
    ]


def test_a_row_that_was_changed_before_it_was_made_is_told() -> None:
    assert told({"createdAt": LATE, "updated_at": EARLY}) == [
        f'updated_at is "{EARLY}", createdAt is "{LATE}"'
    ]


@pytest.mark.parametrize(
    "noted",
    [
        {"createdAt": EARLY, "updated_at": LATE},
        {"createdAt": LATER, "updated_at": LATE},  # clocks differ
        {"createdAt": LATE, "updated_at": EARLY[:10]},
        {"createdAt": LATE, "updated_at": None},
        {"createdAt": LATE, "updated_at": "soon, Thursday"},
        {"createdAt": LATE},
        {"updated_at": EARLY},
        {"createdAt": LATE, "updated_at": EARLY.rstrip("Z")},
        {"createdAt": "0001-01-01T00:00:00Z", "updated_at": "0001-01-01T00:00:00Z"},
        {"createdAt": "0001-01-01T00:00:00Z", "updated_at": LATE},
        {"createdAt": LATE, "updated_at": "0001-01-01T00:00:00Z"},  # never
        {"createdAt": LATE, "updated_at": "1970-01-01T00:00:00Z"},
        {"createdAt": "9999-12-31T23:59:59Z", "updated_at": "0001-01-01T00:00:00Z"},
        {"createdAt": "2026-03-01T10:00:45Z", "updated_at": "2026-03-01T10:00:00Z"},  # to the minute
        {"createdAt": "2026-03-01T10:00:45Z", "updated_at": "2026-03-01T00:00:00Z"},  # to the day
        {"createdAt": LATE, "updated_at": EARLY, "modified": EARLY},  # one of them, which?
    ],
)
def test_other_moments_are_none_of_its_business(noted: Mapping[str, Any]) -> None:
    assert told(noted) == []


def test_what_a_client_sent_is_its_own_doing() -> None:
    assert told({"createdAt": LATE, "updated_at": EARLY}, "createdAt") == []
