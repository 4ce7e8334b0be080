from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.identities import kept_apart
from vertrag.oracles.journeys.restoring import brought_back

ROW = {
    "type": "object",
    "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}},
}
CONTENT = {"content": {"application/json": {"schema": ROW}}}
DONE = {"responses": {"200": {"description": "", **CONTENT}}, "security": [{"key": []}]}
NONE = {"responses": {"204": {"description": ""}}}
TREE = {
    "openapi": "3.1.0",
    "info": {"title": "", "version": ""},
    "paths": {
        "/notes": {"post": {"requestBody": CONTENT, **DONE}},
        "/notes/{noteId}": {"get": DONE, "delete": {**NONE, "security": [{"key": []}]}},
        "/notes/{noteId}/restore": {"post": DONE},
    },
    "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "key"}}},
}
GROUNDS = grounds_of(compile_contract(from_tree(TREE)))


@dataclass
class Notes:
    """Keeps notes of several owners, and what they deleted."""

    flaw: str = ""
    rows: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)

    def answer(self, request: Request) -> Response:
        owner, steps = dict(request.headers)["key"], request.path.split("/")[2:]
        key = steps[0] if steps else str(len(self.rows) + len(self.gone) + 1)
        if not steps:
            self.rows[key] = owner
        elif len(steps) == 2:
            if self.gone.get(key) != owner and self.flaw != "anybody restores":
                return Response(404)
            self.rows[key] = self.gone.pop(key)
            if self.flaw == "nothing comes back":
                del self.rows[key]
        elif self.rows.get(key) != owner:
            return Response(404)
        elif request.method == "DELETE":
            self.gone[key] = self.rows.pop(key)
            return Response(204)
        return Response(200, (("content-type", "application/json"),), orjson.dumps({"id": int(key)}))


@pytest.mark.parametrize(
    ("flaw", "way", "codes"),
    [
        ("", brought_back, set()),
        ("nothing comes back", brought_back, {"VF417"}),
        ("", kept_apart, set()),
        ("anybody restores", kept_apart, {"VF902"}),
    ],
)
def test_what_was_deleted_comes_back_for_its_owner(flaw: str, way: Any, codes: set[str]) -> None:
    talk = Talk(GROUNDS, Notes(flaw).answer, (("key", "own"),), other=(("key", "other"),))
    found = list(way(talk, GROUNDS.resources.by_name["notes"]))
    assert {breach.law.code for breach in found} == codes
