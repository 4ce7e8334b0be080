from typing import Any
from urllib.parse import parse_qs

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.searching import nonsense_finds_less, what_is_there_is_found

ROW: dict[str, Any] = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}
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


SAYING = "Only songs whose name or author contains this text, whatever the case."


@pytest.mark.parametrize(
    ("looks_at", "any_case", "description", "codes"),
    [
        (("name", "author"), True, SAYING, []),
        (("name",), True, SAYING, ["VF604"]),
        (("name", "author"), False, SAYING, ["VF604"]),
        (("name", "author"), False, "Songs whose name contains this.", []),
        (("author",), True, "Songs whose name contains this.", ["VF604"]),
        (("author",), False, "A text to look for.", []),
        (("name",), True, "Songs whose name contains this; the author is not searched.", []),
        (("name",), True, "Must contain 3 letters of the author.", []),
        (("name",), True, "Songs whose name contains this, whatever their author.", []),
    ],
)
def test_a_search_finds_what_the_document_says(
    looks_at: tuple[str, ...],
    any_case: bool,  # noqa: FBT001 - a parametrized expectation
    description: str,
    codes: list[str],
) -> None:
    songs = [{**song, "author": f"Anna {song['id']}"} for song in SONGS]
    row = {"type": "object", "properties": {**ROW["properties"], "author": {"type": "string"}}}
    done = {
        "200": {
            "description": "",
            "content": {"application/json": {"schema": {"type": "array", "items": row}}},
        }
    }
    get = {"parameters": [{**QUERY, "description": description}], "responses": done}
    paths = {"/songs": {"get": get}, "/songs/{songId}": TREE["paths"]["/songs/{songId}"]}
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))

    def send(request: Request) -> Response:
        (wanted,) = parse_qs(request.query).get("q", [""])
        texts = [" ".join(str(song[name]) for name in looks_at) for song in songs]
        if any_case:
            wanted, texts = wanted.lower(), [text.lower() for text in texts]
        found = [song for song, text in zip(songs, texts, strict=True) if wanted in text]
        return Response(200, (("content-type", "application/json"),), orjson.dumps(found))

    found = what_is_there_is_found(Talk(grounds, send), grounds.resources.by_name["songs"])
    assert [each.law.code for each in found] == codes
