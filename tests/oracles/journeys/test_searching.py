from typing import Any
from urllib.parse import parse_qs

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.searching import nonsense_finds_less

ROW = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
LIST = {"schema": {"type": "array", "items": ROW}}
QUERY = {"name": "q", "in": "query", "schema": {"type": "string", "minLength": 1}}
DONE = {"200": {"description": "", "content": {"application/json": LIST}}}
ITEM = {"200": {"description": "", "content": {"application/json": {"schema": ROW}}}}
TREE: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/songs": {"get": {"parameters": [QUERY], "responses": DONE}},
        "/songs/{songId}": {"get": {"responses": ITEM}},
    },
}
GROUNDS = grounds_of(compile_contract(from_tree(TREE)))
SONGS = [{"id": number, "name": name} for number, name in enumerate(("Lied", "Weise", "Reigen"))]


@pytest.mark.parametrize(("ignores", "songs", "codes"), [(False, 3, []), (True, 3, ["VF608"]), (True, 2, [])])
def test_a_search_for_what_no_row_has_does_not_find_all(
    ignores: bool,  # noqa: FBT001 - a parametrized expectation
    songs: int,
    codes: list[str],
) -> None:
    def send(request: Request) -> Response:
        (wanted,) = parse_qs(request.query).get("q", [""])
        found = [song for song in SONGS[:songs] if ignores or wanted in str(song["name"])]
        return Response(200, (("content-type", "application/json"),), orjson.dumps(found))

    found = nonsense_finds_less(Talk(GROUNDS, send), GROUNDS.resources.by_name["songs"])
    assert [each.law.code for each in found] == codes
