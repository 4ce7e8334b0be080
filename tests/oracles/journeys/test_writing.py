from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys import replacing, writing

WAYS = (
    writing.created_is_read,
    writing.changed_in_part,
    writing.deleted_is_gone,
)


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_keeps_its_word_is_clean(way: Any, converse: Callable[..., Any]) -> None:
    assert converse().codes(way) == set()


@pytest.mark.parametrize(
    ("flaw", "way", "code"),
    [
        ("created customer is not there", writing.created_is_read, "VF401"),
        ("created differs from read", writing.created_is_read, "VF402"),
        ("the postcode is dropped", writing.created_is_read, "VF402"),
        ("a creation makes two", writing.created_is_read, "VF413"),
        ("null is ignored in a merge patch", writing.changed_in_part, "VF407"),
        ("patch answers the old", writing.changed_in_part, "VF303"),
        ("patch resets the rest", writing.changed_in_part, "VF408"),
        ("patch forgets the rest", writing.changed_in_part, "VF408"),
        ("contracts of nobody listed", writing.deleted_is_gone, "VF414"),
        ("delete does nothing", writing.deleted_is_gone, "VF410"),
        ("deleted rows come back", writing.deleted_is_gone, "VF410"),
        ("delete takes another along", writing.deleted_is_gone, "VF411"),
        ("every customer has one id", writing.created_is_read, "VF412"),
    ],
)
def test_a_server_that_breaks_one_law_is_found(
    flaw: str, way: Any, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(way, "customers")


@pytest.mark.parametrize(
    ("flaw", "way"),
    [("gone is patched", writing.deleted_is_gone), ("lists are added to", writing.changed_in_part)],
)
def test_an_update_that_is_said_to_be_done_is_done(flaw: str, way: Any, garden: Callable[..., Any]) -> None:
    assert garden().codes(way, "beds") == set()
    assert garden(flaw).codes(way, "beds") == {"VF403"}


def test_what_is_gone_is_refused_as_the_document_says(garden: Callable[..., Any]) -> None:
    assert garden().codes(writing.deleted_is_gone, "beds") == set()
    for flaw in ("gone is a bad request", "gone is forbidden"):
        assert garden(flaw).codes(writing.deleted_is_gone, "beds") == {"VF423"}


@pytest.mark.parametrize(
    ("status", "declared", "codes"),
    [
        (409, {}, {"VF423"}),
        (409, {"409": {}}, set()),
        (403, {"4XX": {}}, set()),
        (403, {"default": {}}, set()),
    ],
)
def test_what_a_document_says_of_what_is_gone_is_as_good(
    status: int, declared: dict[str, Any], codes: set[str]
) -> None:
    content = {"content": {"application/json": {"schema": {"type": "object", "properties": {"id": {}}}}}}
    done = {"200": {"description": "", **content}}
    read = {"responses": {**done, "404": {}, **declared}}
    paths = {
        "/notes": {"post": {"responses": done}},
        "/notes/{id}": {"get": read, "delete": {"responses": done}},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    there: set[str] = set()
    number = count(1)

    def send(request: Request) -> Response:
        key = request.path.rpartition("/")[2]
        if request.method == "POST":
            there.add(key := str(next(number)))
        elif key not in there:
            return Response(status)
        if request.method == "DELETE":
            there.discard(key)
        return Response(200, (("content-type", "application/json"),), orjson.dumps({"id": int(key)}))

    found = writing.deleted_is_gone(Talk(grounds, send), grounds.resources.by_name["notes"])
    assert {each.law.code for each in found} == codes


def test_a_patch_leaves_a_switch_that_is_on(garden: Callable[..., Any]) -> None:
    assert garden().codes(writing.changed_in_part, "beds") == set()
    assert "VF408" in garden("a patch unfences").codes(writing.changed_in_part, "beds")


def test_nothing_is_written_where_that_is_not_allowed(converse: Callable[..., Any]) -> None:
    conversation = converse()
    conversation.talk.writes = False
    for way in WAYS:
        conversation.codes(way)
    assert {method for method, _ in conversation.server.seen} <= {"GET"}


def articles() -> dict[str, Any]:
    """A document with articles as JSON:API has them."""
    text = {"type": "string"}
    attributes = {"type": "object", "properties": {"title": text, "content": text, "status": text}}
    row = {
        "type": "object",
        "required": ["type", "attributes"],
        "properties": {"type": {"const": "articles"}, "id": text, "attributes": attributes},
    }
    whole = {"type": "object", "required": ["data"], "properties": {"data": row}}
    content = {"content": {"application/json": {"schema": whole}}}
    done = {"responses": {"200": {"description": "", **content}}}
    item = {"get": done, "patch": {"requestBody": content, **done}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "", "version": ""},
        "paths": {
            "/articles": {"post": {"requestBody": content, **done}},
            "/articles/{id}": {"parameters": [{"name": "id", "in": "path", "required": True}], **item},
        },
    }


@dataclass
class Articles:
    """Keeps articles; `reset` is what a patch makes of the content that it does not name.

    Requests of the methods in `forgets` are answered and not kept.
    """

    reset: Callable[[dict[str, Any]], Any] = lambda _: None
    forgets: tuple[str, ...] = ()
    rows: dict[str, Any] = field(default_factory=dict)

    def answer(self, method: str, target: str, _: dict[str, str], body: bytes) -> Response:
        sent = orjson.loads(body)["data"]["attributes"] if body else {}
        key = str(len(self.rows) + 1) if method == "POST" else target.rpartition("/")[2]
        kept = self.rows.get(key, {"title": "", "content": "", "status": ""})
        if method == "PATCH" and "content" not in sent:
            self.reset(kept)
        self.rows[key] = kept if method in self.forgets else {**kept, **sent}
        told = {"data": {"type": "articles", "id": key, "attributes": self.rows[key]}}
        return Response(200, (("content-type", "application/json"),), orjson.dumps(told))


@pytest.mark.parametrize(
    ("reset", "codes"),
    [
        (lambda _: None, set()),
        (lambda row: row.update(content="Lorem ipsum"), {"VF408"}),
        (lambda row: row.pop("content"), {"VF408"}),
    ],
)
def test_a_patch_names_members_at_any_depth(
    reset: Any, codes: set[str], converse: Callable[..., Any]
) -> None:
    grounds = grounds_of(compile_contract(from_tree(articles())))
    conversation = type(converse())(Articles(reset), grounds, "")
    assert conversation.codes(writing.changed_in_part, "articles") == codes


def users() -> dict[str, Any]:
    """A document with users who are known by the name that a client gives them, always the same."""
    members = {"name": {"type": "string", "enum": ["ada"]}, "city": {"type": "string"}}
    content = {"content": {"application/json": {"schema": {"type": "object", "properties": members}}}}
    done = {"responses": {"200": {"description": "", **content}}}
    put = {"requestBody": content, **done}
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "", "version": ""},
        "paths": {"/users": {"post": put}, "/users/{name}": {"parameters": [name], "get": done, "put": put}},
    }


@dataclass
class Users:
    """Keeps users by name, which the path says where the body does not."""

    rows: dict[str, Any] = field(default_factory=dict)

    def answer(self, method: str, target: str, _: dict[str, str], body: bytes) -> Response:
        sent = orjson.loads(body) if body else {}
        key = sent.get("name", "nobody") if method == "POST" else target.rpartition("/")[2]
        self.rows[key] = {"name": key, **sent} if body else self.rows.get(key, {})
        return Response(200, (("content-type", "application/json"),), orjson.dumps(self.rows[key]))


@pytest.mark.parametrize("way", [writing.created_is_read, replacing.replaced_as_a_whole])
def test_a_key_that_a_client_gives_is_its_own_doing(way: Any, converse: Callable[..., Any]) -> None:
    conversation = type(converse())(Users(), grounds_of(compile_contract(from_tree(users()))), "")
    assert conversation.codes(way, "users") == set()


@pytest.mark.parametrize(("sent", "codes"), [("registrationId", set()), ("reference", {"VF412"})])
def test_what_the_path_calls_a_key_may_be_sent_as_one(
    sent: str, codes: set[str], converse: Callable[..., Any]
) -> None:
    row = {"type": "object", "properties": {"id": {"type": "string"}}}
    shown = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": row}}}}}
    card = {"type": "object", "required": [sent], "properties": {sent: {"type": "string", "enum": ["r7"]}}}
    post = {"requestBody": {"content": {"application/json": {"schema": card}}}, **shown}
    paths = {"/cards": {"post": post}, "/cards/{registrationId}": {"get": shown}}

    class Cards:
        def answer(self, *_: Any) -> Response:
            return Response(200, (("content-type", "application/json"),), b'{"id": "r7"}')

    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    conversation = type(converse())(Cards(), grounds, "")
    assert conversation.codes(writing.created_is_read, "cards") == codes


@pytest.mark.parametrize(
    ("forgets", "way", "code"),
    [
        ("POST", writing.created_is_read, "VF402"),
        ("PATCH", writing.changed_in_part, "VF403"),
        ("", writing.created_is_read, None),
        ("", writing.changed_in_part, None),
    ],
)
def test_a_row_is_looked_for_where_it_sits_in_what_was_sent(
    forgets: str, way: Any, code: str | None, converse: Callable[..., Any]
) -> None:
    grounds = grounds_of(compile_contract(from_tree(articles())))
    conversation = type(converse())(Articles(forgets=(forgets,)), grounds, "")
    assert conversation.codes(way, "articles") & {"VF402", "VF403"} == ({code} if code else set())


def test_who_sends_several_at_once_makes_several() -> None:
    note = {"type": "object", "properties": {"id": {"type": "integer"}, "text": {"type": "string"}}}
    notes = {"type": "array", "minItems": 2, "items": note}
    listed = {"content": {"application/json": {"schema": notes}}}
    one = {"content": {"application/json": {"schema": note}}}
    paths = {
        "/notes": {
            "get": {"responses": {"200": {"description": "", **listed}}},
            "post": {"requestBody": listed, "responses": {"201": {"description": "", **listed}}},
        },
        "/notes/{id}": {"get": {"responses": {"200": {"description": "", **one}}}},
    }
    rows: list[Any] = []

    def send(request: Request) -> Response:
        shown: Any = rows
        if request.method == "POST":
            shown = [{**each, "id": len(rows) + at} for at, each in enumerate(orjson.loads(request.body))]
            rows.extend(shown)
        elif request.path != "/notes":
            shown = rows[int(request.path.rpartition("/")[2])]
        return Response(200, (("content-type", "application/json"),), orjson.dumps(shown))

    known = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    found = list(writing.created_is_read(Talk(known, send), known.resources.by_name["notes"]))
    assert found == []
    assert len(rows) >= 4  # two for each creation


def test_a_key_in_a_list_of_rows_is_the_clients_own_doing() -> None:
    note = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "enum": ["n1"]}}}
    listed = {"content": {"application/json": {"schema": {"type": "array", "minItems": 1, "items": note}}}}
    one = {"content": {"application/json": {"schema": note}}}
    shown = {"responses": {"200": {"description": "", **listed}}}
    paths = {
        "/notes": {"get": shown, "post": {"requestBody": listed, **shown}},
        "/notes/{id}": {"get": {"responses": {"200": {"description": "", **one}}}},
    }

    def send(request: Request) -> Response:
        told = b'[{"id": "n1"}]' if request.path == "/notes" else b'{"id": "n1"}'
        return Response(200, (("content-type", "application/json"),), told)

    known = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    assert list(writing.created_is_read(Talk(known, send), known.resources.by_name["notes"])) == []


@pytest.mark.parametrize(("merges", "codes"), [(True, set()), (False, {"VF408"})])
def test_a_merge_patch_leaves_what_it_does_not_name_within_an_object(
    merges: bool,  # noqa: FBT001 - what the server does
    codes: set[str],
    converse: Callable[..., Any],
) -> None:
    text = {"type": "string", "enum": ["a", "b"]}
    house = {"type": "object", "minProperties": 1, "properties": {"name": text, "place": text}}
    row: dict[str, Any] = {
        "type": "object",
        "required": ["title", "house"],
        "properties": {"title": text, "house": house},
    }
    part = {"properties": {"title": text, "house": {"type": "object", "properties": house["properties"]}}}
    shown = {"type": "object", "properties": {"id": {"type": "string"}, **row["properties"]}}

    def of(name: str, schema: Any) -> Any:
        return {"content": {name: {"schema": schema}}}

    done = {"responses": {"200": {"description": "", **of("application/json", shown)}}}
    patch = {"requestBody": of("application/merge-patch+json", {"type": "object", **part}), **done}
    post = {"requestBody": of("application/json", row), **done}
    paths = {"/books": {"post": post}, "/books/{id}": {"get": done, "patch": patch}}
    kept: dict[str, Any] = {}

    class Books:
        def answer(self, method: str, _: str, __: Any, body: bytes) -> Response:
            sent = orjson.loads(body) if body else {}
            if method == "PATCH" and merges and "house" in sent:
                sent["house"] = {**kept["house"], **sent["house"]}
            kept.update({"id": "1", **sent})
            return Response(200, (("content-type", "application/json"),), orjson.dumps(kept))

    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    conversation = type(converse())(Books(), grounds, "")
    assert conversation.codes(writing.changed_in_part, "books") & {"VF408"} == codes
