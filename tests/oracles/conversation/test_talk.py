import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.row_paths import Made
from vertrag.oracles.conversation.talk import NOTHING, Talk, typed
from vertrag.oracles.grounds import Grounds, grounds_of
from vertrag.oracles.journeys.probing import values_are_handled
from vertrag.oracles.journeys.walks import walk
from vertrag.serialization import from_json


def test_what_a_row_hangs_on_is_created_before_it(converse: Callable[..., Any]) -> None:
    conversation = converse()
    made = conversation.talk.make(conversation.grounds.resources.by_name["readings"])
    assert [path.count("/") for method, path in conversation.server.seen if method == "POST"] == [2, 4, 6]
    assert len(made.values) == 3


def test_what_was_created_is_deleted_at_the_end(converse: Callable[..., Any]) -> None:
    conversation = converse()
    conversation.talk.make(conversation.grounds.resources.by_name["contracts"])
    conversation.talk.tidy()
    assert (conversation.server.customers, conversation.server.contracts) == ({}, {})


def test_what_was_deleted_before_the_end_is_not_deleted_again(converse: Callable[..., Any]) -> None:
    conversation = converse()
    talk, customers = conversation.talk, conversation.grounds.resources.by_name["customers"]
    first, second = talk.make(customers), talk.make(customers)
    talk.ask(customers.deed("delete").operation, first.values)
    assert [values for _, values in talk.created] == [second.values]


def test_without_writes_the_first_row_of_a_list_is_taken(converse: Callable[..., Any]) -> None:
    conversation = converse()
    customers = conversation.grounds.resources.by_name["customers"]
    made = conversation.talk.make(customers)
    conversation.talk.writes = False
    assert conversation.talk.make(customers) is None
    assert conversation.talk.any_row(customers).values == made.values


def test_a_single_operation_may_write_and_what_it_created_is_deleted_too(
    converse: Callable[..., Any],
) -> None:
    conversation = converse()
    talk, customers = conversation.talk, conversation.grounds.resources.by_name["customers"]
    create, delete = customers.deed("create").operation, customers.deed("delete").operation
    talk.writes, talk.writable = False, frozenset({create.label})
    assert (talk.may(create), talk.may(delete)) == (True, False)
    assert talk.make(customers) is not None
    talk.tidy()
    assert conversation.server.customers == {}


def test_what_is_barred_is_not_called_to_tidy_up(converse: Callable[..., Any]) -> None:
    conversation = converse()
    talk, customers = conversation.talk, conversation.grounds.resources.by_name["customers"]
    talk.barred = frozenset({customers.deed("delete").operation.label})
    talk.make(customers)
    talk.tidy()
    assert len(conversation.server.customers) == 1


def test_a_row_that_is_known_needs_no_creation(converse: Callable[..., Any]) -> None:
    conversation = converse()
    conversation.talk.writes = False
    conversation.talk.known = {"customers": ("C1",)}
    create = conversation.grounds.resources.by_name["contracts"].deed("create")
    assert conversation.talk.above(create.operation) == ("C1",)


def test_every_body_is_another_and_keeps_the_contract(converse: Callable[..., Any]) -> None:
    talk = converse().talk
    create = talk.grounds.resources.by_name["customers"].deed("create").operation
    first, second = talk.body(create), talk.body(create)
    assert first != second
    assert talk.ask(create, body=first).succeeded
    assert talk.ask(create, body=second).succeeded


def test_a_silent_server_makes_nothing(grounds: Grounds) -> None:
    talk = Talk(grounds, lambda _: None)
    customers = grounds.resources.by_name["customers"]
    assert (talk.make(customers), talk.any_row(customers)) == (None, None)
    assert all(response is None for _, response in talk.chain)


def test_an_operation_without_a_body_gets_none(grounds: Grounds) -> None:
    talk = Talk(grounds, lambda _: None)
    read = grounds.resources.by_name["customers"].deed("read")
    assert read is not None
    assert talk.body(read.operation) is NOTHING
    assert talk.request(read.operation, ("a/b",)).path == "/customers/a%2Fb"


def test_what_divides_a_list_is_not_encoded_and_what_its_items_say_is() -> None:
    tags = {
        "name": "tags",
        "in": "query",
        "explode": False,
        "schema": {"type": "array", "items": {"type": "string"}},
    }
    names = {"name": "names", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
    listing = {"parameters": [tags, names], "responses": {"200": {"description": ""}}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": listing}}}))
    talk = Talk(grounds_of(contract), lambda _: None)
    asked = talk.request(contract.operations[0], query={"tags": ["a b", "c,d"], "names": ["e", "f&"]})
    assert asked.query == "tags=a+b,c%2Cd&names=e&names=f%26"


def test_what_a_put_made_is_remembered_and_what_it_replaced_is_not(converse: Callable[..., Any]) -> None:
    talk = converse().talk
    for status in (200, 201):
        talk.remember(Request("PUT", "/customers/a%20b"), Response(status))
    assert [values for _, values in talk.created] == [("a b",)]


def referring() -> Talk:
    """Users are sent with the name that they are known by; they refer to teams, and teams to them."""
    text = {"type": "string"}

    def paths(name: str, key: str, *members: str) -> dict[str, Any]:
        schema = {"type": "object", "required": list(members), "properties": dict.fromkeys(members, text)}
        body = {"content": {"application/json": {"schema": schema}}}
        answers = {"responses": {"200": {"description": "", **body}}}
        writes = {"requestBody": body, **answers}
        at = {"name": key, "in": "path", "required": True, "schema": text}
        item = {"parameters": [at], "get": answers}
        return {f"/{name}": {"post": writes, "put": writes}, f"/{name}/{{{key}}}": item}

    users, teams = paths("users", "username", "username", "team"), paths("teams", "team", "team", "username")
    tree = {"openapi": "3.0.3", "paths": {**users, **teams}}
    json = (("content-type", "application/json"),)
    grounds = grounds_of(compile_contract(from_tree(tree)))
    return Talk(grounds, lambda request: Response(200, json, request.body))


def test_what_refers_to_itself_or_back_is_made_all_the_same() -> None:
    talk = referring()
    made = talk.make(talk.grounds.resources.by_name["users"])
    assert made is not None
    assert [request.path for request, _ in talk.chain] == ["/users", "/teams", "/users"]
    assert (made.row["team"],) == talk.created[1][1]


def test_a_body_says_which_row_it_changes_where_the_path_does_not() -> None:
    talk = referring()
    users = talk.grounds.resources.by_name["users"]
    made = talk.make(users)
    assert made is not None
    replace = users.deed("replace")
    assert replace is not None
    assert talk.body_for(made, users, replace.operation)["username"] == made.values[-1]


def test_a_body_says_which_row_it_changes_where_the_row_sits() -> None:
    row = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}
    body = {"type": "object", "required": ["data"], "properties": {"data": row}}
    content = {"content": {"application/json": {"schema": body}}}
    answers = {"responses": {"200": {"description": "", **content}}}
    paths = {
        "/patient": {method: {"requestBody": content, **answers} for method in ("post", "put")},
        "/patient/{id}": {"get": answers},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": paths})))
    patients = grounds.resources.by_name["patient"]
    replace = patients.deed("replace")
    assert replace is not None
    body = Talk(grounds, lambda _: None).body_for(
        Made(("7",), None, {"id": "7"}), patients, replace.operation
    )
    assert (body["data"]["id"], "id" in body) == ("7", False)


@pytest.mark.parametrize(
    ("takes", "months"),
    [
        (bool, ["2026-10", "other"]),
        (lambda month: month == "2026-10", ["2026-10"]),
    ],
)
def test_what_may_be_there_once_differs_where_that_is_taken(
    takes: Callable[[str], bool], months: list[str]
) -> None:
    month = {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$", "example": "2026-10"}
    row = {"type": "object", "required": ["month"], "properties": {"id": {"type": "integer"}, "month": month}}
    content = {"content": {"application/json": {"schema": row}}}
    done = {"responses": {"200": {"description": "", **content}}}
    paths = {"/readings": {"post": {"requestBody": content, **done}}, "/readings/{readingId}": {"get": done}}
    known = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    taken: list[str] = []

    def send(request: Request) -> Response:
        wanted = json.loads(request.body)["month"]
        if wanted in taken or not takes(wanted):
            return Response(409 if wanted in taken else 400)
        taken.append(wanted)
        text = json.dumps({"id": len(taken), "month": wanted})
        return Response(200, (("content-type", "application/json"),), text.encode())

    talk = Talk(known, send)
    for _ in months:
        talk.make(known.resources.by_name["readings"])
    assert [each if each == "2026-10" else "other" for each in taken] == months
    create = known.contract.operations[0]
    is_alike = talk.body(create)["month"] == "2026-10"
    assert is_alike is (len(months) == 1)


@pytest.mark.parametrize(("status", "city"), [(200, "Bonn 3"), (400, "Bonn"), (404, "Bonn"), (412, "Bonn 3")])
def test_what_changes_a_row_is_not_what_examples_say_unless_that_is_refused(status: int, city: str) -> None:
    text = {"type": "string", "example": "Bonn"}
    row = {"type": "object", "required": ["city"], "properties": {"id": {"type": "integer"}, "city": text}}
    content = {"content": {"application/json": {"schema": row}}}
    done = {"requestBody": content, "responses": {"200": {"description": "", **content}}}
    paths = {"/rooms": {"post": done}, "/rooms/{roomId}": {"get": done, "put": done}}
    known = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    talk = Talk(known, lambda request: Response(status if request.method == "PUT" else 200))
    create, _, put = known.contract.operations
    body = talk.body(put)
    assert (talk.body(create)["city"], body["city"]) == ("Bonn", "Bonn 1")
    talk.ask(put, ("1",), body=body)
    assert talk.body(put)["city"] == city


@pytest.mark.parametrize(("status", "deleted"), [(201, ["/seats/3/B"]), (200, [])])
def test_what_several_members_tell_is_deleted_by_what_was_sent(status: int, deleted: list[str]) -> None:
    members = {"row": {"type": "integer"}, "letter": {"type": "string"}}
    content = {"content": {"application/json": {"schema": {"type": "object", "properties": members}}}}
    post = {"requestBody": content, "responses": {"201": {"description": ""}}}
    paths = {
        "/seats": {"get": {"responses": {"200": {"description": "", **content}}}, "post": post},
        "/seats/{row}/{letter}": {"delete": {"responses": {"204": {"description": ""}}}},
    }
    asked: list[str] = []

    def send(request: Request) -> Response:
        asked.extend([request.path] if request.method == "DELETE" else [])
        return Response(status if request.method == "POST" else 204)

    talk = Talk(grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths}))), send)
    talk.post(
        Request("POST", "/seats", "", (("content-type", "application/json"),), b'{"row":3,"letter":"B"}')
    )
    talk.post(Request("POST", "/seats", "", (("content-type", "application/json"),), b'{"row":'))
    talk.tidy()
    assert asked == deleted


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
    replaces: bool = True
    again: int = 400
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
            if status == 200 and not self.replaces:
                return Response(self.again)
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
        (lambda body: isinstance(body.get("title", ""), str), ["200 for kind null: "]),
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
        ({"type": "string"}, "vertrag-0000-1"),
        ({"type": "string", "pattern": "^[a-z0-9]+$"}, "vertrag00001"),
        ({"type": "string", "format": "uuid"}, "7e57ab1e-0000-4000-8000-000000000001"),
        ({"type": "integer"}, None),
    ],
)
def test_a_name_of_our_own_is_one_that_the_path_allows(name: Any, first: str | None) -> None:
    talk = talk_with(Shelf(), document(name))
    files = talk.grounds.resources.by_name["files"]
    assert talk.free_place(files) == (None if first is None else (first,))
    assert (talk.make(files) is None) is (first is None)


def test_where_the_document_says_of_no_put_that_it_creates_none_is_tried() -> None:
    shelf = Shelf()
    assert told(shelf, document(declared="200")) == []
    assert shelf.made == []


def test_what_is_there_already_is_left_alone() -> None:
    there = {f"/files/vertrag-0000-{number}": b"{}" for number in range(9)}
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


@pytest.mark.parametrize("again", [400, 409, 412])
def test_who_takes_a_put_of_new_things_alone_is_probed_at_new_places(again: int) -> None:
    shelf = Shelf(lambda body: isinstance(body.get("title", ""), str), replaces=False, again=again)
    assert [each[: len("201 for kind null")] for each in told(shelf, document())] == ["201 for kind null"]
    assert shelf.files == {}


@pytest.mark.parametrize(
    ("text", "like", "value"),
    [("7", 1, 7), ("R-1", 1, "R-1"), ("1", True, "1"), ("7", "1", "7"), ("²", 1, "²")],
)
def test_a_key_is_a_number_where_one_stands_for_it(text: str, like: Any, value: Any) -> None:
    assert typed(text, like) == value
