from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.lone import lone
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.probing import values_are_handled
from vertrag.oracles.journeys.walks import walk


def test_a_server_that_keeps_its_word_is_clean(converse: Callable[..., Any]) -> None:
    assert converse().codes(values_are_handled) == set()


@pytest.mark.parametrize(
    ("flaw", "resource", "code"),
    [
        ("crash for one postcode", "customers", "VF801"),
        ("crash at the largest reading", "readings", "VF801"),
        ("crash for a condition", "customers", "VF801"),
        ("postcode not checked", "customers", "VF802"),
        ("unknown members accepted", "customers", "VF802"),
        ("empty patch accepted", "customers", "VF802"),
        ("short idempotency key accepted", "customers", "VF802"),
        ("bad status accepted", "contracts", "VF802"),
        ("huge reading accepted", "readings", "VF802"),
    ],
)
def test_a_server_that_stumbles_over_one_value_is_found(
    flaw: str, resource: str, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(values_are_handled, resource)


def test_a_breach_is_told_with_what_created_its_row_and_nothing_else(converse: Callable[..., Any]) -> None:
    talk = converse("huge reading accepted").talk
    readings = talk.grounds.resources.by_name["readings"]
    (found,) = walk(talk, values_are_handled, readings)
    assert [request.method for request, _ in found.chain] == ["POST", "POST", "POST"]
    assert found.steady is None  # the one request can be sent again


def test_without_writes_only_reads_are_probed(converse: Callable[..., Any]) -> None:
    conversation = converse()
    conversation.talk.writes = False
    conversation.codes(values_are_handled)
    assert {method for method, _ in conversation.server.seen} == {"GET"}


def test_a_value_is_not_blamed_for_what_was_there_before(converse: Callable[..., Any]) -> None:
    talk = converse("crash for a known name").talk
    (found,) = walk(talk, values_are_handled, talk.grounds.resources.by_name["customers"])
    (first, _), (second, _) = found.chain
    assert found.breach.actual == "500 for the same request once more"
    assert (first, first.method) == (second, "POST")


def test_a_value_is_not_blamed_where_every_request_fails(converse: Callable[..., Any]) -> None:
    talk = converse("crash for every customer").talk
    (found,) = walk(talk, values_are_handled, talk.grounds.resources.by_name["customers"])
    assert found.breach.actual == "500 for what the document allows"


def test_of_a_member_that_an_earlier_operation_has_fewer_values_are_sent(
    converse: Callable[..., Any],
) -> None:
    conversation = converse()
    conversation.codes(values_are_handled, "customers")
    sent = Counter(method for method, _ in conversation.server.seen)
    assert sent["PUT"] < sent["POST"] / 2


def member(**members: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(members), "properties": members}


ROOM = member(
    name={"type": "string", "pattern": "^[A-Z]{3}$"},
    hours={"type": "array", "minItems": 1, "items": member(day={"type": "string", "pattern": "^(mon|tue)$"})},
)
CONTENT = {"content": {"application/json": {"schema": ROOM}}}
KEY = {"name": "Key", "in": "header", "required": True, "schema": {"type": "string"}}
ANSWERS = {status: {"description": "", **CONTENT} for status in ("201", "400", "409")}
CREATE = {"parameters": [KEY], "requestBody": {"required": True, **CONTENT}, "responses": ANSWERS}
ROOMS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "", "version": ""},
    "paths": {"/rooms": {"post": CREATE}},
}


@pytest.mark.parametrize(
    ("lets_in", "found"),
    [
        (lambda broken, _: not broken, ""),
        (lambda broken, _: not broken or broken == ["day"], "hours.0.day"),
        (lambda broken, _: not broken or broken == ["name"], "name"),
        (lambda broken, body: not broken or b'"name":null' in body, "name null: "),
        (lambda broken, _: not broken or broken == ["Key"], "Key in header, left out"),
        (lambda broken, body: not broken or not body, "the body, left out"),
        (lambda broken, body: not broken or body == b"[]", "the body []"),
        (lambda broken, body: not broken or body == b"null", "the body null"),
        (lambda broken, body: not broken or b'"hours":[null' in body, "hours.0 null"),
    ],
)
def test_names_that_are_there_once_hide_nothing(lets_in: Callable[..., bool], found: str) -> None:
    grounds = grounds_of(compile_contract(from_tree(ROOMS)))
    (create,) = grounds.contract.operations
    names: set[bytes] = set()

    def send(request: Request) -> Response:
        violations = create.read(request, {}).violations
        broken = [each.pointer.rpartition("/")[2] or each.name for each in violations]
        if not lets_in(broken, request.body):
            return Response(400)
        name = request.body.partition(b',"hours"')[0]
        status = 409 if name in names else 201
        names.add(name)
        return Response(status)

    alone = lone(grounds)
    assert alone is not None
    resource = replace(alone, deeds=(Deed(create, "create"),))
    told = [breach.actual for breach in values_are_handled(Talk(grounds, send), resource)]
    assert found in " ".join(told)
    assert len(told) == bool(found)


@pytest.mark.parametrize(
    ("is_hard", "found"),
    [
        (lambda _: False, []),
        (lambda body: body.startswith(b"[null"), ["500 for 0 null"]),
        (lambda body: b'"name":17' in body, ["500 for 0.name 17"]),
        (lambda body: body == b"null", ["500 for the body null"]),
    ],
)
def test_a_list_is_probed_by_its_first_item(is_hard: Callable[[bytes], bool], found: list[str]) -> None:
    content = {"content": {"application/json": {"schema": {"type": "array", "minItems": 1, "items": ROOM}}}}
    answers = {"201": {"description": ""}, "400": {"description": ""}}
    post = {"requestBody": {"required": True, **content}, "responses": answers}
    grounds = grounds_of(compile_contract(from_tree({**ROOMS, "paths": {"/rooms": {"post": post}}})))

    def send(request: Request) -> Response:
        (operation,) = grounds.contract.operations
        is_broken = bool(operation.read(request, {}).violations)
        return Response(500 if is_hard(request.body) else 400 if is_broken else 201)

    alone = lone(grounds)
    assert alone is not None
    (create,) = (Deed(each, "create") for each in grounds.contract.operations)
    told = values_are_handled(Talk(grounds, send), replace(alone, deeds=(create,)))
    assert [each.actual for each in told] == found


def test_a_server_that_fails_for_what_is_there_is_shown_with_both_requests() -> None:
    grounds = grounds_of(compile_contract(from_tree(ROOMS)))
    (create,) = grounds.contract.operations
    there: set[bytes] = set()

    def send(request: Request) -> Response:
        if create.read(request, {}).violations:
            return Response(400)
        name = request.body.partition(b',"hours"')[0]
        is_known = name in there or not there  # one was there before
        there.add(name)
        return Response(500 if is_known else 201)

    alone = lone(grounds)
    assert alone is not None
    talk = Talk(grounds, send)
    walked = values_are_handled(talk, replace(alone, deeds=(Deed(create, "create"),)))
    assert next(walked).actual == "500 for the same request once more"
    (first, created), (second, failed) = talk.chain
    assert (first, created, failed) == (second, Response(201), Response(500))


def test_a_member_that_is_like_this_at_times_is_named_and_no_other_value_blamed() -> None:
    grounds = grounds_of(compile_contract(from_tree(ROOMS)))
    (create,) = grounds.contract.operations
    names: list[bytes] = []

    def send(request: Request) -> Response:
        if create.read(request, {}).violations:
            return Response(400)
        names.append(request.body.partition(b',"hours"')[0])
        return Response(500 if names[-1] == names[0] else 201)

    alone = lone(grounds)
    assert alone is not None
    told = values_are_handled(Talk(grounds, send), replace(alone, deeds=(Deed(create, "create"),)))
    name = names[0].decode().rpartition(":")[2] if (first := next(told)) else ""
    assert first.actual == f"500 for name {name}"


@pytest.mark.parametrize(
    ("takes", "found"),
    [
        (lambda _: True, []),
        (lambda query: not query, ["size in query", "order in query"]),
        (lambda query: query != "size=100", ["size in query"]),
        (lambda query: "=" not in query or query == "order=down", ["size in query", "order in query"]),
        (lambda query: not query.startswith("name"), []),
        (lambda _: False, []),
    ],
)
def test_what_the_rules_of_a_parameter_allow_is_taken(takes: Callable[[str], bool], found: list[str]) -> None:
    schemas = {
        "size": {"type": "integer", "minimum": 0, "maximum": 100},
        "order": {"enum": ["up", "down"]},
        "name": {"type": "string"},
    }
    parameters = [{"name": name, "in": "query", "schema": schema} for name, schema in schemas.items()]
    listing = {"parameters": parameters, "responses": {"200": {"description": ""}}}
    tree = {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {"/x": {"get": listing}}}
    grounds = grounds_of(compile_contract(from_tree(tree)))

    def send(request: Request) -> Response:
        (operation,) = grounds.contract.operations
        is_broken = bool(operation.read(request, {}).violations)
        return Response(400 if is_broken or not takes(request.query) else 200)

    alone = lone(grounds)
    assert alone is not None
    breaches = values_are_handled(Talk(grounds, send), alone)
    assert [each.spot for each in breaches if each.law.code == "VF803"] == found


def test_who_keeps_us_waiting_is_not_probed_for_long() -> None:
    wait = {"name": "seconds", "in": "query", "schema": {"type": "integer"}}
    get = {"parameters": [wait], "responses": {"200": {"description": ""}}}
    tree = {**ROOMS, "paths": {"/slow": {"get": get}, "/swift": {"get": get}}}
    waited: Counter[str] = Counter()
    clock = count()  # every look at it is a second later

    def send(request: Request) -> Response | None:
        waited[request.path] += bool(request.query)
        return None if request.query and request.path == "/slow" else Response(400)

    grounds = grounds_of(compile_contract(from_tree(tree)))
    alone = lone(grounds)
    assert alone is not None
    assert list(values_are_handled(Talk(grounds, send, clock=lambda: float(next(clock))), alone)) == []
    assert waited["/slow"] == 2 < waited["/swift"]


@pytest.mark.parametrize(
    ("times", "is_gone", "found"),
    [(1, False, []), (2, False, ['no answer for size in query "17"']), (2, True, [])],
)
def test_who_closes_the_connection_for_a_value_is_told_unless_it_had_been_closed_before(
    times: int,
    is_gone: bool,  # noqa: FBT001 - a parametrized expectation
    found: list[str],
) -> None:
    size = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    get = {"parameters": [size], "responses": {"200": {"description": ""}, "400": {"description": ""}}}
    grounds = grounds_of(compile_contract(from_tree({**ROOMS, "paths": {"/x": {"get": get}}})))
    closed: Counter[str] = Counter()

    def send(request: Request) -> Response | None:
        closed[request.query] += 1
        is_closed = request.query == "size=17" and closed[request.query] <= times
        return (
            None if is_closed or (is_gone and closed["size=17"]) else Response(400 if request.query else 200)
        )

    alone = lone(grounds)
    assert alone is not None
    told = [each.actual for each in values_are_handled(Talk(grounds, send), alone)]
    assert [each for each in told if "no answer" in each] == found


def test_who_is_slow_is_probed_last() -> None:
    get = {"get": {"responses": {"200": {"description": ""}}}}
    tree = {**ROOMS, "paths": {"/slow": get, "/swift": get}}
    asked: list[str] = []

    def send(request: Request) -> Response:
        asked.append(request.path)
        return Response(200)

    talk = Talk(grounds_of(compile_contract(from_tree(tree))), send, slow={"GET /slow"})
    alone = lone(talk.grounds)
    assert alone is not None
    assert list(values_are_handled(talk, alone)) == []
    assert (asked[0], asked[-1]) == ("/swift", "/slow")


def test_who_turns_out_to_be_slow_is_probed_when_all_others_are_through() -> None:
    size = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    get = {"get": {"parameters": [size], "responses": {"200": {"description": ""}}}}
    asked: list[str] = []

    def send(request: Request) -> Response:
        asked.append(request.path)
        return Response(400 if request.query else 200)

    def clock() -> float:  # every look at it is a second later once the slow one is asked
        return sum(1 + len(asked) for path in asked[-1:] if path == "/slow")

    tree = {**ROOMS, "paths": {"/slow": get, "/swift": get}}
    talk = Talk(grounds_of(compile_contract(from_tree(tree))), send, clock=clock)
    alone = lone(talk.grounds)
    assert alone is not None
    assert list(values_are_handled(talk, alone)) == []
    assert asked.index("/swift") == 1 < asked.count("/swift") == asked.count("/slow") - 1


UNDIVIDED = '500 for content-type in header "multipart/form-data"'


@pytest.mark.parametrize(
    ("is_hard", "found"),
    [
        (lambda headers: "content-type" in headers, [UNDIVIDED]),
        (lambda headers: bool(headers), [UNDIVIDED, '500 for if-match in header "\\"1\\""']),
        (lambda _: True, ["500 for what the document allows"]),
    ],
)
def test_a_type_of_parts_is_told_apart_from_values(
    is_hard: Callable[[dict[str, str]], bool], found: list[str]
) -> None:
    match = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
    delete = {"parameters": [match], "responses": {"204": {"description": ""}}}
    grounds = grounds_of(compile_contract(from_tree({**ROOMS, "paths": {"/rooms/7": {"delete": delete}}})))
    alone = lone(grounds)
    assert alone is not None
    talk = Talk(grounds, lambda request: Response(500 if is_hard(dict(request.headers)) else 204))
    assert sorted(each.actual for each in values_are_handled(talk, alone)) == found


def test_a_deletion_is_probed_on_a_row_that_is_there() -> None:
    row = member(id={"type": "integer"})
    told = {"description": "", "content": {"application/json": {"schema": row}}}
    match = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
    paths = {
        "/tents": {"post": {"responses": {"201": told}}},
        "/tents/{tentId}": {
            "get": {"responses": {"200": told, "404": {"description": ""}}},
            "delete": {"parameters": [match], "responses": {"204": {"description": ""}}},
        },
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    tents: list[int] = []
    deleted: set[int] = set()

    def send(request: Request) -> Response:
        if request.method == "POST":
            tents.append(len(tents))
            return Response(201, (("content-type", "application/json"),), b'{"id": %d}' % tents[-1])
        if request.method == "DELETE":
            assert int(request.path.rpartition("/")[2]) not in deleted
            deleted.add(int(request.path.rpartition("/")[2]))
        return Response(204 if request.method == "DELETE" else 404)

    assert list(values_are_handled(Talk(grounds, send), grounds.resources.by_name["tents"])) == []
    assert len(deleted) > 1


@pytest.mark.parametrize("is_refused", [False, True])
def test_a_crash_that_needs_an_earlier_write_is_told_with_it_on_a_row_of_its_own(
    is_refused: bool,  # noqa: FBT001 - a parametrized case
) -> None:
    row = member(id={"type": "string", "readOnly": True}, open={"type": "boolean"}, name={"type": "string"})
    content = {"content": {"application/json": {"schema": row}}}
    told, key = {"description": "", **content}, {"name": "id", "in": "path", "required": True, "schema": {}}
    put = {"requestBody": content, "responses": {"200": told, "400": {"description": ""}}}
    paths = {
        "/doors": {"post": {"requestBody": content, "responses": {"201": told}}},
        "/doors/{id}": {"parameters": [key], "put": put, "get": {"responses": {"200": told}}},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    (doors,) = grounds.resources.by_name.values()
    locked: dict[str, bool] = {}

    def send(request: Request) -> Response:
        found = grounds.contract.find(request.method, request.path)
        if found is None or found[0].read(request, found[1]).violations:
            return Response(400)
        name = f"d{len(locked)}" if request.method == "POST" else request.path.rpartition("/")[2]
        locked[name] = locked.get(name, False) or (request.method == "PUT" and b"false" in request.body)
        if locked[name] and "Größe".encode() in request.body:
            return Response(500)
        if is_refused and b"false" in request.body:
            return Response(400)
        return Response(201, (("content-type", "application/json"),), b'{"id":"%s"}' % name.encode())

    (found,) = walk(Talk(grounds, send), values_are_handled, doors)
    assert found.breach.actual == '500 for name "Größe"'
    *_, (made, _), (changed, _), (failed, _) = found.chain
    assert (made.method, changed.path, b"false" in changed.body) == ("POST", failed.path, True)
    assert locked[failed.path.rpartition("/")[2]]


def test_a_creation_is_told_with_the_row_that_it_refers_to_and_ends_with_it() -> None:
    point, contract = member(city={"type": "string"}), member(pointId={"type": "string"})
    closed = {**contract, "additionalProperties": False}
    grounds = grounds_of(
        compile_contract(
            from_tree({"openapi": "3.1.0", "paths": _both("point", point) | _both("contract", closed)})
        )
    )
    rows: list[bytes] = []

    def send(request: Request) -> Response:
        operation, values = grounds.contract.find(request.method, request.path) or (None, {})
        is_broken = operation is None or bool(operation.read(request, values).violations)
        if is_broken and not request.body.endswith(b'"vertrag":1}'):
            return Response(400)
        rows.append(request.body.replace(b"{", b'{"id":"p%d",' % len(rows), 1))
        return Response(201, (("content-type", "application/json"),), rows[-1])

    found = list(walk(Talk(grounds, send), values_are_handled, grounds.resources.by_name["contracts"]))
    (unknown,) = [each for each in found if each.breach.law.code == "VF802"]
    assert [request.path for request, _ in unknown.chain] == ["/points", "/contracts"]


def _both(name: str, schema: Any) -> dict[str, Any]:
    """The paths to create rows of a kind, each once, and to read them."""
    shown = member(id={"type": "string"}, **schema["properties"])
    content, done = ({"content": {"application/json": {"schema": each}}} for each in (schema, shown))
    answers = {"201": {"description": "", **done}, "409": {"description": ""}}
    read = {"responses": {"200": {"description": "", **done}}}
    return {f"/{name}s": {"post": {"requestBody": content, "responses": answers}}} | {
        f"/{name}s/{{{name}Id}}": {"get": read}
    }
