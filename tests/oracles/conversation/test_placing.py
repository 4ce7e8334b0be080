from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.placing import places_of
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.probing import values_are_handled
from vertrag.oracles.journeys.walks import walk
from vertrag.serialization import from_json

JSON = (("content-type", "application/json"),)
FILE = {"type": "object", "properties": {"title": {"type": "string"}, "kind": {"type": "string"}}}
VIEW = {"name": "view", "in": "query", "schema": {"enum": ["short", "long"]}}
CONTENT = {"content": {"application/json": {"schema": FILE}}}


def document(name: Any = None, *, declared: str = "201") -> dict[str, Any]:
    key = {"name": "name", "in": "path", "required": True, "schema": name or {"type": "string"}}
    shown, nothing = {"description": "", **CONTENT}, {"description": ""}
    operations = {
        "get": {"parameters": [VIEW], "responses": {"200": shown, "404": nothing, "400": nothing}},
        "put": {"requestBody": {"required": True, **CONTENT}, "responses": {declared: shown, "400": nothing}},
        "delete": {"responses": {"204": nothing, "404": nothing}},
    }
    return {"openapi": "3.1.0", "paths": {"/files/{name}": {"parameters": [key], **operations}}}


@dataclass
class Shelf:
    """Files under the names that clients give them; `checks` says whether it takes a body.

    `reads_all` says whether a file is shown in views that there are not.
    """

    checks: Callable[[Any], bool] = lambda body: all(isinstance(each, str) for each in body.values())
    reads_all: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)

    def send(self, request: Request) -> Response:
        if request.method == "PUT":
            try:
                body = from_json(request.body)
            except ValueError:
                return Response(400)
            if not isinstance(body, dict) or not self.checks(body):
                return Response(400, JSON, b'"the kind is none that is known"')
            status = 200 if request.path in self.files else 201
            self.files[request.path] = request.body
            self.made += [request.path] * (status == 201)
            return Response(status, JSON, request.body)
        if request.path not in self.files:
            return Response(404)
        if request.method == "DELETE":
            del self.files[request.path]
            return Response(204)
        is_known = self.reads_all or request.query in ("", "view=short")  # a file has no long view
        return Response(200, JSON, self.files[request.path]) if is_known else Response(400)


def talk_with(shelf: Shelf, tree: dict[str, Any]) -> Talk:
    return Talk(grounds_of(compile_contract(from_tree(tree))), shelf.send)


def told(shelf: Shelf, tree: dict[str, Any]) -> list[str]:
    talk = talk_with(shelf, tree)
    said = [each.actual for each in values_are_handled(talk, talk.grounds.resources.by_name["files"])]
    talk.tidy()
    return said


@pytest.mark.parametrize(
    ("checks", "found"),
    [
        (lambda body: body.keys() <= {"title", "kind"} and set(map(type, body.values())) <= {str}, []),
        (lambda body: isinstance(body.get("title", ""), str), ["201 for kind null: "]),
        (lambda body: "kind" not in body and isinstance(body.get("title", ""), str), []),
    ],
)
def test_what_only_a_put_makes_is_probed_at_names_of_our_own(
    checks: Callable[[Any], bool], found: list[str]
) -> None:
    shelf = Shelf(checks, files={"/files/vertrag": b"{}"})
    said = told(shelf, document())
    assert len(said) == len(found)
    assert all(each.startswith(begin) for each, begin in zip(said, found, strict=True))
    assert len(shelf.made) == len(set(shelf.made)) > 1
    assert shelf.files == {"/files/vertrag": b"{}"}  # what was made is gone, and nothing else


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ({"type": "string"}, "vertrag-1"),
        ({"type": "string", "pattern": "^[a-z0-9]+$"}, "vertrag1"),
        ({"type": "string", "format": "uuid"}, "7e57ab1e-0000-4000-8000-000000000001"),
        ({"type": "integer"}, None),
    ],
)
def test_a_name_of_our_own_is_one_that_the_path_allows(name: Any, first: str | None) -> None:
    talk = talk_with(Shelf(), document(name))
    files = talk.grounds.resources.by_name["files"]
    (put,) = (each for each in files.deeds if each.operation.method == "PUT")
    places = places_of(talk, files, put)
    assert (places and (*places.above, places.name.format(1))) == (first and (first,))


def test_where_the_document_says_of_no_put_that_it_creates_none_is_tried() -> None:
    shelf = Shelf()
    assert told(shelf, document(declared="200")) == []
    assert shelf.made == []


def test_what_is_there_already_is_left_alone() -> None:
    there = {f"/files/vertrag-{number}": b"{}" for number in range(9)}
    shelf = Shelf(files=dict(there))
    assert told(shelf, document()) == []
    assert shelf.files == there


def test_what_was_put_at_a_name_of_our_own_is_read_and_told_with_how_it_came_there() -> None:
    talk = talk_with(shelf := Shelf(reads_all=True), document())
    (found,) = walk(talk, values_are_handled, talk.grounds.resources.by_name["files"])
    assert found.breach.actual.startswith('200 for view in query "SHORT": ')
    assert [request.method for request, _ in found.chain] == ["PUT", "GET"]
    talk.tidy()
    assert shelf.files == {}
