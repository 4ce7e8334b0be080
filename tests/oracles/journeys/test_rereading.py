from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys import rereading, writing
from vertrag.oracles.journeys.walks import walk


@pytest.mark.parametrize(
    "way", [rereading.read_twice, rereading.listed_as_it_is, rereading.under_its_own_parent]
)
def test_a_server_that_keeps_its_word_is_clean(way: Any, converse: Callable[..., Any]) -> None:
    assert converse().codes(way) == set()


@pytest.mark.parametrize(
    ("flaw", "way", "resource", "code"),
    [
        ("reading one writes", rereading.read_twice, "customers", "VF501"),
        ("reading deletes", rereading.read_twice, "customers", "VF501"),
        ("reading writes", rereading.read_twice, "customers", "VF501"),
        ("head is refused", rereading.read_twice, "customers", "VF508"),
        ("head is not found", rereading.read_twice, "customers", "VF508"),
        ("rows differ from details", rereading.listed_as_it_is, "customers", "VF504"),
        ("the list stays as it was", rereading.listed_as_it_is, "customers", "VF504"),
        ("child list forgets", rereading.listed_as_it_is, "contracts", "VF505"),
        ("reading is lost", rereading.listed_as_it_is, "readings", "VF505"),
        ("deleted customers stay listed", rereading.listed_as_it_is, "customers", "VF506"),
        ("contracts of everybody listed", rereading.under_its_own_parent, "contracts", "VF507"),
        ("contract under any customer", rereading.under_its_own_parent, "contracts", "VF507"),
    ],
)
def test_a_server_that_breaks_one_law_is_found(
    flaw: str, way: Any, resource: str, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(way, resource)


@pytest.mark.parametrize(
    ("flaw", "way", "code"),
    [
        ("options forget", rereading.read_twice, "VF513"),
        ("head has a length", rereading.read_twice, "VF512"),
        ("gone has a head", rereading.listed_as_it_is, "VF511"),
    ],
)
def test_what_http_says_of_reading_is_kept(
    flaw: str, way: Any, code: str, garden: Callable[..., Any]
) -> None:
    assert garden().codes(way, "beds") == set()
    assert garden(flaw).codes(way, "beds") == {code}


def test_who_knows_no_other_method_need_not_know_head(converse: Callable[..., Any]) -> None:
    assert converse("no method is known").codes(rereading.read_twice) == set()


def test_what_is_told_of_head_ends_with_it(converse: Callable[..., Any]) -> None:
    talk = converse("head is not found").talk
    (found,) = walk(talk, rereading.read_twice, talk.grounds.resources.by_name["customers"])
    assert (found.breach.law, found.chain[-1][0].method) == (rereading.HEAD, "HEAD")


def test_what_a_row_tells_of_the_moment_may_move(converse: Callable[..., Any]) -> None:
    assert converse("reading is noticed").codes(rereading.read_twice) == set()


def boards(*shown: str) -> dict[str, Any]:
    """A document with boards and the cards on them, which name no board."""

    def content(schema: dict[str, Any]) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    def row(members: dict[str, Any]) -> dict[str, Any]:
        return content({"type": "object", "required": list(members), "properties": members})

    def of(path: str, members: dict[str, Any]) -> dict[str, Any]:
        whole = {"id": {"type": "integer"}, **members}
        done = {"responses": {"200": {"description": "", **row(whole)}}}
        page = {"type": "array", "items": {"type": "object", "properties": whole}}
        every = {"responses": {"200": {"description": "", **content(page)}}}
        one = f"{path}/{{{path.rpartition('/')[2][:-1]}Id}}"
        return {path: {"get": every, "post": {"requestBody": row(members), **done}}, one: {"get": done}}

    known = {"text": {"type": "string"}, "state": {"enum": ["open", "done"]}}
    card = {name: known[name] for name in shown}
    paths = {**of("/boards", {"title": {"type": "string"}}), **of("/boards/{boardId}/cards", card)}
    return {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": paths}


@dataclass
class Boards:
    """Keeps cards; each board has cards of its own under the same ids, unless they are `shared`."""

    shared: bool
    rows: dict[str, Any] = field(default_factory=dict)

    def answer(self, method: str, target: str, _: dict[str, str], body: bytes) -> Response:
        path = target.removeprefix("/v1").strip("/").split("/")
        home = (
            "cards" if self.shared and "cards" in path else "/".join(path[: len(path) - (len(path) + 1) % 2])
        )
        own = [{"id": number, "text": "Welcome", "state": "open"} for number in range(1, 9)]
        cards = self.rows.setdefault(home, [] if self.shared or len(path) < 3 else own)
        if method == "POST":
            made = self.rows[f"made in {home}"] = self.rows.get(f"made in {home}", 0) + 1
            cards[:] = [*(each for each in cards if each["id"] != made), {**orjson.loads(body), "id": made}]
            return self.json(cards[-1])
        named = [each for each in cards if str(each["id"]) == path[-1]]
        return self.json(cards if len(path) % 2 else named[0]) if named or len(path) % 2 else Response(404)

    def json(self, value: Any) -> Response:
        return Response(200, (("content-type", "application/json"),), orjson.dumps(value))


@pytest.mark.parametrize(
    ("shared", "shown", "codes"),
    [
        (False, ("text", "state"), set()),
        (False, ("state",), set()),
        (True, ("state",), set()),  # every card may be open: nothing tells one from another
        (True, ("text", "state"), {"VF507"}),
    ],
)
def test_each_parent_may_have_rows_of_its_own_under_one_id(
    shared: bool,  # noqa: FBT001 - what is wrong with the server
    shown: tuple[str, ...],
    codes: set[str],
    converse: Callable[..., Any],
) -> None:
    grounds = grounds_of(compile_contract(from_tree(boards(*shown))))
    conversation = type(converse())(Boards(shared), grounds, "")
    assert conversation.codes(rereading.under_its_own_parent, "cards") == codes


JOB = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "state": {"type": "string", "readOnly": True}},
}


@dataclass
class Jobs:
    """Creates jobs with one status; each read finds one further than the last."""

    status: int
    asked: int = 0

    def answer(self, request: Request) -> Response:
        self.asked += 1
        creates = request.method == "POST"
        key = self.asked if creates else int(request.path.rpartition("/")[2])
        body = orjson.dumps({"id": key, "state": f"step {self.asked}"})
        status = self.status if creates else 200
        return Response(status, (("content-type", "application/json"),), body)


@pytest.mark.parametrize(("status", "codes"), [(202, set()), (201, {"VF501", "VF402"})])
def test_what_was_only_accepted_goes_on_by_itself(status: int, codes: set[str]) -> None:
    content = {"content": {"application/json": {"schema": JOB}}}
    start = {"requestBody": content, "responses": {str(status): {"description": "", **content}}}
    paths = {
        "/jobs": {"post": start},
        "/jobs/{jobId}": {"get": {"responses": {"200": {"description": "", **content}}}},
    }
    tree = {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": paths}
    grounds = grounds_of(compile_contract(from_tree(tree)))
    talk, jobs = Talk(grounds, Jobs(status).answer), grounds.resources.by_name["jobs"]
    ways = (rereading.read_twice, writing.created_is_read)
    assert {breach.law.code for way in ways for breach in way(talk, jobs)} == codes


@pytest.mark.parametrize(("switch", "codes"), [("includeHidden", set()), ("sorted", {"VF505"})])
def test_a_row_that_is_shown_to_who_asks_for_all_is_listed(switch: str, codes: set[str]) -> None:
    row = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
    parameter = {"name": switch, "in": "query", "schema": {"type": "boolean"}}
    one, many = ({"200": _answer(each)} for each in (row, {"type": "array", "items": row}))
    paths = {
        "/tags": {"post": {"responses": one}, "get": {"parameters": [parameter], "responses": many}},
        "/tags/{tagId}": {"get": {"responses": one}},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))

    def send(request: Request) -> Response:
        is_list = request.method == "GET" and request.path == "/tags"
        shown = [{"id": 1}] if request.query == "includeHidden=true" else []
        headers = (("content-type", "application/json"),)
        return Response(200, headers, orjson.dumps(shown if is_list else {"id": 1}))

    found = rereading.listed_as_it_is(Talk(grounds, send), grounds.resources.by_name["tags"])
    assert {each.law.code for each in found} == codes


@pytest.mark.parametrize(
    ("sent", "asks", "is_kept", "codes"),
    [
        ({"shelf": "a"}, "shelf", True, set()),
        ({"shelf": "a"}, "shelf", False, {"VF505"}),
        ({"title": "a"}, "shelf", False, set()),
    ],
)
def test_a_list_that_is_told_whose_rows_to_show_is_told_that_of_the_row(
    sent: dict[str, str],
    asks: str,
    is_kept: bool,  # noqa: FBT001 - a parametrized expectation
    codes: set[str],
) -> None:
    text = {"type": "string"}
    shown = {"type": "object", "required": ["id"], "properties": {"id": text, "shelf": text}}
    body = {"type": "object", "required": list(sent), "properties": dict.fromkeys(sent, text)}
    one, many = ({"200": _answer(each)} for each in (shown, {"type": "array", "items": shown}))
    parameter = {"name": asks, "in": "query", "required": True, "schema": {"type": "string", "example": "z"}}
    create = {"requestBody": {"content": {"application/json": {"schema": body}}}, "responses": one}
    paths = {
        "/books": {"post": create, "get": {"parameters": [parameter], "responses": many}},
        "/books/{bookId}": {"get": {"responses": one}},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    made: dict[str, str] = {}

    def send(request: Request) -> Response:
        if request.method == "POST":
            made.update(orjson.loads(request.body), id="1")
        is_it = is_kept and request.query == f"shelf={made.get('shelf')}"
        rows = [{"id": "1"}] if is_it else []
        answer = rows if request.method == "GET" and request.path == "/books" else {"id": "1"}
        return Response(200, (("content-type", "application/json"),), orjson.dumps(answer))

    found = rereading.listed_as_it_is(Talk(grounds, send), grounds.resources.by_name["books"])
    assert {each.law.code for each in found} == codes


def _answer(schema: Any) -> dict[str, Any]:
    return {"description": "", "content": {"application/json": {"schema": schema}}}


@pytest.mark.parametrize(
    ("listed", "codes"),
    [
        (b'[{"keyid": "7"}]', []),
        (b'[{"keyid": "7.0"}]', []),
        (b'[{"keyid": "7", "on": 1}]', ["VF504"]),
        (b'[{"keyid": "7", "state": "live"}]', []),  # of a new one the list has no word
    ],
)
def test_a_list_may_call_things_in_its_own_words(listed: bytes, codes: list[str]) -> None:
    def showing(schema: Any) -> Any:
        return {
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
        }

    made = {"type": "object", "properties": {"keyid": {"type": "integer"}}}
    state = {"type": "string", "enum": ["live", "gone"]}
    row = {"type": "object", "properties": {"keyid": {"type": "string"}, "state": state}}
    posted = {"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}}}
    keys = {"get": showing({"type": "array", "items": row}), "post": {**posted, **showing(made)}}
    paths = {"/keys": keys, "/keys/{keyid}": {"delete": showing(made)}}
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": paths})))

    def send(request: Request) -> Response:
        body = listed if request.method == "GET" else b'{"keyid": 7, "on": 2, "state": "new"}'
        return Response(200, (("content-type", "application/json"),), body)

    found = rereading.listed_as_it_is(Talk(grounds, send), grounds.resources.by_name["keys"])
    told = [breach.law.code for breach in found]
    assert [code for code in told if code == "VF504"] == codes
