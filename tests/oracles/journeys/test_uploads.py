from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.lone import lone
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.admission import only_declared_media_types
from vertrag.oracles.journeys.uploads import files_last

ROW = {
    "type": "object",
    "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}},
}
CONTENT = {"content": {"application/json": {"schema": ROW}}}
FILE: dict[str, Any] = {"content": {"application/pdf": {}, "image/png": {}}}
DONE, NONE = {"200": {"description": "", **CONTENT}}, {"204": {"description": ""}}
TREE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "", "version": ""},
    "paths": {
        "/notes": {"post": {"requestBody": CONTENT, "responses": DONE}},
        "/notes/{noteId}": {"get": {"responses": DONE}},
        "/notes/{noteId}/scan": {
            "put": {"requestBody": {"required": True, **FILE}, "responses": NONE},
            "get": {"responses": {"200": {"description": "", **FILE}}},
            "delete": {"responses": NONE},
        },
    },
}
GROUNDS = grounds_of(compile_contract(from_tree(TREE)))


@dataclass
class Scans:
    """Keeps a file for each note; `flaw` is what it does wrong."""

    flaw: str = ""
    notes: int = 0
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def answer(self, request: Request) -> Response:
        steps = request.path.split("/")[2:]
        if len(steps) < 2:
            self.notes += not steps
            body = orjson.dumps({"id": int(steps[0]) if steps else self.notes})
            return Response(200, (("content-type", "application/json"),), body)
        if request.method == "PUT":
            return self.put(steps[0], dict(request.headers)["content-type"], request.body)
        if request.method == "DELETE" and self.flaw != "stays":
            self.files.pop(steps[0], None)
        if request.method == "DELETE":
            return Response(204)
        key = next(iter(self.files), "") if self.flaw == "another's" else steps[0]
        media_type, content = self.files.get(key, ("", b""))
        return Response(200 if media_type else 404, (("content-type", media_type),), content)

    def put(self, key: str, media_type: str, content: bytes) -> Response:
        if media_type not in FILE["content"] and self.flaw != "anything":
            return Response(415)
        is_picture = self.flaw == "pictures" or media_type == "image/png"
        kept = content[:-1] if self.flaw == "cut" or media_type == "image/png" else content
        if self.flaw != "lost":
            self.files[key] = "image/png" if is_picture else media_type, kept
        return Response(204)


@pytest.mark.parametrize(
    ("flaw", "codes"),
    [
        ("", set()),
        ("cut", {"VF418"}),
        ("pictures", {"VF418"}),
        ("another's", {"VF418", "VF410"}),
        ("lost", {"VF401"}),
        ("stays", {"VF410"}),
        ("anything", {"VF701"}),
    ],
)
def test_a_file_is_there_as_it_was_sent_until_it_is_deleted(flaw: str, codes: set[str]) -> None:
    everything = lone(GROUNDS)
    assert everything is not None
    talk = Talk(GROUNDS, Scans(flaw).answer)
    ways = (files_last, only_declared_media_types)
    assert {breach.law.code for way in ways for breach in way(talk, everything)} == codes


@pytest.mark.parametrize("given", [{}, {"content": {"application/json": {}}}])
def test_what_is_read_where_a_file_was_put_may_be_none(given: dict[str, Any]) -> None:
    put = {"requestBody": {"required": True, **FILE}, "responses": NONE}
    read = {"responses": {"200": {"description": "", **given}}}
    tree = {"openapi": "3.1.0", "paths": {"/logo": {"put": put, "get": read, "delete": {"responses": NONE}}}}
    grounds = grounds_of(compile_contract(from_tree(tree)))
    everything = lone(grounds)
    assert everything is not None
    headers = (("content-type", "application/json"),)
    talk = Talk(grounds, lambda request: Response(200 if request.method == "GET" else 204, headers, b"{}"))
    assert list(files_last(talk, everything)) == []
