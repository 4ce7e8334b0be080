import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.echoes import contradicts, echoes
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys import admission, replacing, rereading, writing
from vertrag.oracles.seen import seen


@pytest.mark.parametrize(
    ("flaw", "way", "resource", "code"),
    [
        ("read gives another id", writing.created_is_read, "customers", "VF301"),
        ("wrong parent echoed", writing.created_is_read, "contracts", "VF302"),
        ("contracts of everybody listed", rereading.under_its_own_parent, "contracts", "VF302"),
        ("values are shortened", writing.created_is_read, "customers", "VF303"),
        ("put answers the old", replacing.replaced_as_a_whole, "customers", "VF303"),
        ("location leads nowhere", writing.created_is_read, "customers", "VF304"),
        ("location of another", writing.created_is_read, "customers", "VF304"),
    ],
)
def test_a_row_that_breaks_one_law_is_found(
    flaw: str, way: Any, resource: str, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(way, resource)


def test_a_link_to_itself_has_the_id_of_its_row(garden: Callable[..., Any]) -> None:
    assert garden().codes(writing.created_is_read, "beds") == set()
    assert garden("links lead astray").codes(writing.created_is_read, "beds") == {"VF305"}


def test_what_breaks_its_schema_is_told_by_that(converse: Callable[..., Any]) -> None:
    talk = converse().talk
    create = talk.grounds.resources.by_name["customers"].deed("create")
    answer = talk.ask(create.operation, body={"name": "A", "city": "B"})
    for name, told in ((17, []), ("C", ["VF303"])):
        body = {**answer.body, "name": name}
        response = replace(answer.response, body=json.dumps(body).encode())
        found = echoes(talk.grounds, replace(answer, body=body, response=response))
        assert [breach.law.code for breach in found] == told


def test_an_answer_that_may_be_an_earlier_one_need_not_say_what_was_sent(
    converse: Callable[..., Any],
) -> None:
    talk = converse().talk
    create = talk.grounds.resources.by_name["customers"].deed("create")
    key = (("idempotency-key", "0123456789"),)
    talk.ask(create.operation, body={"name": "A", "city": "B"}, headers=key)
    answer = talk.ask(create.operation, body={"name": "C", "city": "D"}, headers=key)
    assert answer.body["name"] == "A"
    assert converse().codes(admission.created_once, "customers") == set()


def test_who_sent_nothing_lost_nothing(converse: Callable[..., Any]) -> None:
    talk = converse().talk
    create = talk.grounds.resources.by_name["customers"].deed("create")
    answer = talk.ask(create.operation, body={"name": "A", "city": "B"})
    reading = answer.reading._replace(body=None)
    assert list(echoes(talk.grounds, replace(answer, reading=reading))) == []


def test_what_the_answer_may_not_hold_need_not_come_back(converse: Callable[..., Any]) -> None:
    talk = converse().talk
    create = talk.grounds.resources.by_name["customers"].deed("create")
    answer = talk.ask(create.operation, body={"name": "A", "city": "B"})
    for name, codes in ((17, []), ("C", ["VF303"])):
        reading = answer.reading._replace(body={"name": name, "city": "B"})
        told = echoes(talk.grounds, replace(answer, reading=reading))
        assert [breach.law.code for breach in told] == codes


@pytest.mark.parametrize(
    ("value", "wanted", "expected"),
    [(5, "6", True), (5, "5", False), (5, "abc", False), ("b", "abc", True), (None, "abc", False)],
)
def test_a_number_says_no_id_that_is_none(value: Any, wanted: str, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert contradicts(value, wanted) is expected


def told(key: str, schema: Any, method: str, target: str, sent: Any, answer: Any) -> list[str]:
    """The codes of what is told of one exchange with a server of things that are known by a key."""
    row = {"type": "object", "properties": {key: schema, "title": {"type": "string"}}}
    content = {"content": {"application/json": {"schema": row}}}
    answers = {"responses": {"200": {"description": "", **content}}}
    item = {
        "parameters": [{"name": key, "in": "path", "required": True, "schema": {"type": "string"}}],
        "get": answers,
        "put": {"requestBody": content, **answers},
    }
    below = {"parameters": item["parameters"], "get": answers, "post": answers}
    paths = {f"/things/{{{key}}}": item}
    paths |= {f"/things/{{{key}}}/{step}": below for step in ("original", "close", "fork")}
    tree = {"openapi": "3.0.3", "info": {}, "paths": paths}
    contract = compile_contract(from_tree(tree))
    body = b"" if sent is None else json.dumps(sent).encode()
    headers = (("content-type", "application/json"),)
    request = Request(method, target, "", headers, body)
    exchange = seen(contract, request, Response(200, headers, json.dumps(answer).encode()))
    assert exchange is not None
    return [breach.law.code for breach in echoes(grounds_of(contract), exchange)]


TEXT = {"type": "string"}


def test_who_sends_another_id_than_the_path_has_said_nothing_sure() -> None:
    sent, answer = {"id": "b", "title": "x"}, {"id": "a", "title": "x"}
    assert told("id", TEXT, "PUT", "/things/a", sent, answer) == []
    assert told("id", TEXT, "PUT", "/things/a", sent, {**answer, "title": "y"}) == ["VF303"]


def test_what_is_empty_may_be_filled_and_what_the_path_says_wins() -> None:
    assert told("id", TEXT, "PUT", "/things/a", {"title": ""}, {"id": "a", "title": "x"}) == []
    assert told("id", TEXT, "PUT", "/things/b%2Fa", {"title": "y"}, {"id": "b/a", "title": "a"}) == []
    assert told("id", TEXT, "PUT", "/things/a", {"title": "y"}, {"id": "a", "title": "x"}) == ["VF303"]


@pytest.mark.parametrize(("shown", "codes"), [({"type": "object"}, []), ({}, ["VF303"])])
def test_a_key_may_come_back_as_the_row_that_readers_are_shown(shown: Any, codes: list[str]) -> None:
    json_of = {"application/json": {"schema": {"properties": {"id": {}, "owner": shown}}}}
    item = {
        "get": {"responses": {"200": {"description": "", "content": json_of}}},
        "put": {
            "requestBody": {"content": {"application/json": {"schema": {"properties": {"owner": TEXT}}}}},
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": {}}}}},
        },
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/things/{id}": item}}))
    headers = (("content-type", "application/json"),)
    request = Request("PUT", "/things/a", "", headers, b'{"owner": "7"}')
    answer = Response(200, headers, b'{"id": "a", "owner": {"name": "Eva"}}')
    exchange = seen(contract, request, answer)
    assert exchange is not None
    assert [breach.law.code for breach in echoes(grounds_of(contract), exchange)] == codes


def test_no_row_of_a_list_has_the_id_of_what_the_list_is_of() -> None:
    row = {"type": "object", "properties": {"id": {"type": "string"}}}

    def showing(schema: Any) -> Any:
        return {
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
        }

    paths = {
        "/notes/notice/{id}": {"get": showing(row)},
        "/notes/{id}/notices": {"get": showing({"type": "array", "items": row})},
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    answer = Response(200, (("content-type", "application/json"),), b'[{"id": "n1"}]')
    exchange = seen(contract, Request("GET", "/notes/7/notices"), answer)
    assert exchange is not None
    assert list(echoes(grounds_of(contract), exchange)) == []


@pytest.mark.parametrize("came", [[], ["a"], {"a": 1}])
def test_what_comes_back_as_something_else_altogether_is_lost(came: Any) -> None:
    assert told("id", TEXT, "PUT", "/things/a", {"parts": 17}, {"id": "a", "parts": came}) == ["VF303"]


@pytest.mark.parametrize(("name", "codes"), [("serial", []), ("number", ["VF303"])])
def test_by_what_number_writes_are_counted_is_for_the_server_to_say(name: str, codes: list[str]) -> None:
    assert told("id", TEXT, "PUT", "/things/a", {name: 17}, {"id": "a", name: 0}) == codes


@pytest.mark.parametrize(("link", "codes"), [("/v1/things/a", []), ("/v1/things/b", ["VF303"])])
def test_where_a_row_lies_is_for_the_server_to_say(link: str, codes: list[str]) -> None:
    assert told("id", TEXT, "PUT", "/things/a", {"title": "17"}, {"id": "a", "title": link}) == codes


def test_what_is_known_by_a_name_may_be_called_otherwise() -> None:
    answer = {"slug": "b", "title": "x"}
    assert told("slug", TEXT, "PUT", "/things/a", answer, answer) == []
    assert told("slug", TEXT, "GET", "/things/a", None, answer) == []
    assert told("id", TEXT, "GET", "/things/a", None, {"id": "b"}) == ["VF301"]


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        ({"type": "array", "items": {"type": "object"}}, []),
        ({"type": "object"}, []),
        ({"type": "object", "properties": {"title": TEXT}}, ["VF301"]),
    ],
)
def test_a_patch_of_which_nothing_is_said_may_change_what_a_row_is_called(
    sent: dict[str, Any], codes: list[str]
) -> None:
    row = {"application/json": {"schema": {"type": "object", "properties": {"slug": TEXT, "title": TEXT}}}}
    answers = {"responses": {"200": {"description": "", "content": row}}}
    patch = {"requestBody": {"content": {"application/json": {"schema": sent}}}, **answers}
    key = {"name": "slug", "in": "path", "required": True, "schema": TEXT}
    paths = {"/things/{slug}": {"parameters": [key], "get": answers, "patch": patch}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    response = Response(200, (("content-type", "application/json"),), b'{"slug": "b", "title": "x"}')
    exchange = seen(contract, Request("GET", "/things/a"), response)
    assert exchange is not None
    assert [breach.law.code for breach in echoes(grounds_of(contract), exchange)] == codes


@pytest.mark.parametrize(
    ("sent", "codes"),
    [({"owner": "b"}, []), ([{"owner": "b"}], []), ({"owner": "c"}, ["VF302", "VF303"]), ({}, ["VF302"])],
)
def test_who_names_another_parent_than_the_path_may_get_either(sent: Any, codes: list[str]) -> None:
    row = {"type": "object", "properties": {"id": TEXT, "owner": TEXT}}
    content = {"content": {"application/json": {"schema": row}}}
    answers = {"responses": {"200": {"description": "", **content}}}
    body = {"type": "array", "items": row} if isinstance(sent, list) else row
    create = {"requestBody": {"content": {"application/json": {"schema": body}}}, **answers}
    keys = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in ("owner", "id")
    ]
    paths = {
        "/owners/{owner}/things": {"parameters": keys[:1], "post": create},
        "/owners/{owner}/things/{id}": {"parameters": keys, "get": answers},
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "info": {}, "paths": paths}))
    headers = (("content-type", "application/json"),)
    request = Request("POST", "/owners/a/things", "", headers, json.dumps(sent).encode())
    exchange = seen(contract, request, Response(200, headers, b'{"id": "1", "owner": "b"}'))
    assert exchange is not None
    assert sorted(breach.law.code for breach in echoes(grounds_of(contract), exchange)) == codes


def test_a_number_is_the_id_of_the_path_as_a_number() -> None:
    number = {"type": "integer"}
    assert told("id", number, "GET", "/things/5", None, {"id": 7}) == ["VF301"]
    assert told("id", number, "GET", "/things/5", None, {"id": 5}) == []
    assert told("id", {**number, "maximum": 9}, "GET", "/things/12", None, {"id": 7}) == []


def test_an_id_that_the_answer_cannot_hold_is_another_one() -> None:
    uuid = {"type": "string", "format": "uuid"}
    one, other = "3f174ef1-5335-42fd-8c83-20239f5c9599", "408ba144-b4ad-4936-8d1e-69ed0340682e"
    assert told("uuid", uuid, "GET", "/things/0", None, {"uuid": one}) == []
    assert told("id", uuid, "GET", "/things/0", None, {"id": one}) == []
    assert told("id", uuid, "GET", f"/things/{other}", None, {"id": one}) == ["VF301"]


@pytest.mark.parametrize(
    ("method", "step", "codes"),
    [("GET", "original", []), ("POST", "fork", []), ("POST", "close", ["VF301"])],
)
def test_what_lies_below_a_row_may_show_another_one(method: str, step: str, codes: list[str]) -> None:
    assert told("id", TEXT, method, f"/things/a/{step}", None, {"id": "b", "title": "x"}) == codes


def test_a_member_that_is_but_usually_the_key_shows_no_other_row() -> None:
    row = {"type": "object", "properties": {"name": TEXT, "breed": TEXT}}
    response = {"description": "", "content": {"application/json": {"schema": row}}}
    paths = {"/pets/{petId}": {"get": {"parameters": [], "responses": {"200": response}}}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "info": {}, "paths": paths}))
    answer = Response(200, (("content-type", "application/json"),), b'{"name": "Rex", "breed": "Dingo"}')
    exchange = seen(contract, Request("GET", "/pets/7"), answer)
    assert exchange is not None
    assert list(echoes(grounds_of(contract), exchange)) == []


@pytest.mark.parametrize(("schema", "codes"), [({}, ["VF304"]), ({"pattern": "^/pets/[0-9]+$"}, [])])
def test_a_location_that_the_document_prescribes_need_be_no_path_of_it(
    schema: dict[str, str], codes: list[str]
) -> None:
    row = {"application/json": {"schema": {"type": "object", "properties": {"id": {"type": "integer"}}}}}
    made = {"description": "", "content": row, "headers": {"Location": {"schema": schema}}}
    read = {"responses": {"200": {"description": "", "content": row}}}
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    paths = {
        "/v1/pets": {"post": {"requestBody": {"content": row}, "responses": {"201": made}}},
        "/v1/pets/{id}": {"parameters": [key], "get": read},
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    json_type = ("content-type", "application/json")
    response = Response(201, (json_type, ("location", "/pets/7")), b'{"id": 7}')
    exchange = seen(contract, Request("POST", "/v1/pets", "", (json_type,), b"{}"), response)
    assert exchange is not None
    assert [breach.law.code for breach in echoes(grounds_of(contract), exchange)] == codes


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/users/0/keys/1", b'{"id": "1", "userSid": "US7"}'),
        ("/users/0/keys", b'{"keys": [{"id": "1", "userSid": "US7"}]}'),
    ],
)
@pytest.mark.parametrize(("schema", "codes"), [(TEXT, ["VF302"]), ({**TEXT, "pattern": "^US[0-9]+$"}, [])])
def test_a_parent_that_the_answer_cannot_name_is_another_one(
    path: str, body: bytes, schema: dict[str, str], codes: list[str]
) -> None:
    row = {"type": "object", "properties": {"id": TEXT, "userSid": schema}}
    rows = {"type": "object", "properties": {"keys": {"type": "array", "items": row}}}
    one, every = (
        {"responses": {"200": {"description": "", "content": {"application/json": {"schema": each}}}}}
        for each in (row, rows)
    )
    paths = {"/users/{userSid}/keys": {"get": every}, "/users/{userSid}/keys/{id}": {"get": one}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    response = Response(200, (("content-type", "application/json"),), body)
    exchange = seen(contract, Request("GET", path), response)
    assert exchange is not None
    assert [breach.law.code for breach in echoes(grounds_of(contract), exchange)] == codes


@pytest.mark.parametrize(("path", "codes"), [("/maps/5/spots", []), ("/spots/5", ["VF301"])])
def test_what_rows_lie_under_may_be_called_as_their_own_key(path: str, codes: list[str]) -> None:
    row = {"type": "object", "properties": {"id": {"type": "integer"}, "title": TEXT}}
    one = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": row}}}}}
    rows = {"application/json": {"schema": {"type": "array", "items": row}}}
    every = {"responses": {"200": {"description": "", "content": rows}}}
    paths = {"/spots/{id}": {"get": one}, "/maps/{id}/spots": {"get": every}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    body = b'[{"id": 7}]' if path.endswith("spots") else b'{"id": 7}'
    exchange = seen(
        contract, Request("GET", path), Response(200, (("content-type", "application/json"),), body)
    )
    assert exchange is not None
    assert [breach.law.code for breach in echoes(grounds_of(contract), exchange)] == codes


@pytest.mark.parametrize(("rows", "codes"), [(["b"], ["VF301"]), (["b", "a"], [])])
def test_the_first_of_several_rows_is_not_the_one_that_was_asked_for(
    rows: list[str], codes: list[str]
) -> None:
    row = {"type": "object", "properties": {"id": TEXT, "title": TEXT}}
    content = {"content": {"application/json": {"schema": {"type": "array", "items": row}}}}
    answers = {"responses": {"200": {"description": "", **content}}}
    paths = {
        "/things": {"get": answers},
        "/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
            "get": answers,
        },
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "info": {}, "paths": paths}))
    headers = (("content-type", "application/json"),)
    answer = Response(200, headers, json.dumps([{"id": each} for each in rows]).encode())
    exchange = seen(contract, Request("GET", "/things/a"), answer)
    assert exchange is not None
    assert [breach.law.code for breach in echoes(grounds_of(contract), exchange)] == codes


@pytest.mark.parametrize(("wanted", "codes"), [("17.0", []), ("17.5", ["VF301"]), ("18.0", ["VF301"])])
def test_a_number_of_a_path_has_more_than_one_spelling(wanted: str, codes: list[str]) -> None:
    assert told("id", TEXT, "GET", f"/things/{wanted}", None, {"id": "17"}) == codes


@pytest.mark.parametrize(("key", "codes"), [("7", ["VF305"]), ("-7", [])])
def test_a_link_that_could_not_be_right_says_nothing_wrong(key: str, codes: list[str]) -> None:
    way = {"type": "string", "pattern": "^/things/[0-9]+$", "readOnly": True}
    row = {"type": "object", "properties": {"id": TEXT, "self": way}}
    answers = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": row}}}}}
    assert told_of(answers, "/things/{id}", f"/things/{key}", {"id": key, "self": "/things/5"}) == codes


@pytest.mark.parametrize(("shown", "codes"), [("7", []), ("x", []), ("8", ["VF301"])])
def test_a_member_says_what_the_variable_of_its_name_is(shown: str, codes: list[str]) -> None:
    row = {"type": "object", "properties": {"id": TEXT, "title": TEXT}}
    answers = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": row}}}}}
    found = told_of(answers, "/users/{id}/linked/{type}", "/users/7/linked/x", {"id": shown})
    assert found == codes


@pytest.mark.parametrize(("link", "codes"), [("/things/7.json", []), ("/things/8.json", ["VF305"])])
def test_a_link_may_have_an_ending_after_the_key(link: str, codes: list[str]) -> None:
    row = {"type": "object", "properties": {"id": TEXT, "self": {"type": "string", "readOnly": True}}}
    answers = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": row}}}}}
    assert told_of(answers, "/things/{id}.json", "/things/7.json", {"id": "7", "self": link}) == codes


def test_a_list_of_what_hangs_on_a_row_has_ids_of_its_own() -> None:
    rows = {"type": "array", "items": {"type": "object", "properties": {"id": TEXT, "name": TEXT}}}
    answers = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": rows}}}}}
    one = {
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": rows["items"]}}}}
    }
    paths = {"/group": {"get": answers}, "/group/{id}": {"get": one}}
    found = told_of(answers, "/patient/{id}/groups", "/patient/7/groups", [{"id": "a", "name": "x"}], **paths)
    assert found == []


def told_of(answers: Any, template: str, target: str, answer: Any, **more: Any) -> list[str]:
    """The codes of what is told of one GET."""
    tree = {"openapi": "3.0.3", "info": {}, "paths": {**more, template: {"get": answers}}}
    contract = compile_contract(from_tree(tree))
    headers = (("content-type", "application/json"),)
    exchange = seen(contract, Request("GET", target), Response(200, headers, json.dumps(answer).encode()))
    assert exchange is not None
    return [breach.law.code for breach in echoes(grounds_of(contract), exchange)]


@pytest.mark.parametrize(("variable", "codes"), [("index", []), ("class", ["VF302"])])
def test_a_row_may_have_a_key_that_is_called_as_that_of_what_it_hangs_on(
    variable: str, codes: list[str]
) -> None:
    row = {"type": "object", "properties": {variable: TEXT, "level": TEXT}}

    def showing(schema: Any) -> Any:
        return {
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
        }

    paths = {
        f"/classes/{{{variable}}}/levels": {"get": showing({"type": "array", "items": row})},
        f"/classes/{{{variable}}}/levels/{{level}}": {"get": showing(row)},
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    body = json.dumps([{variable: "bard-1", "level": "1"}]).encode()
    answer = Response(200, (("content-type", "application/json"),), body)
    exchange = seen(contract, Request("GET", "/classes/bard/levels"), answer)
    assert exchange is not None
    assert [breach.law.code for breach in echoes(grounds_of(contract), exchange)] == codes


def test_a_list_at_the_root_is_one_like_any_other() -> None:
    row = {"type": "object", "properties": {"id": TEXT}}

    def showing(schema: Any) -> Any:
        return {
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
        }

    paths = {"/": {"get": showing({"type": "array", "items": row})}, "/{id}": {"get": showing(row)}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    answer = Response(200, (("content-type", "application/json"),), b'[{"id": "a"}]')
    exchange = seen(contract, Request("GET", "/"), answer)
    assert exchange is not None
    assert list(echoes(grounds_of(contract), exchange)) == []


@pytest.mark.parametrize(
    ("variable", "sent", "codes"),
    [
        ("name", {"name": TEXT}, []),
        ("name", {"age": TEXT}, ["VF305"]),
        ("team", {"age": TEXT}, []),  # which may be another of its names
    ],
)
def test_a_link_may_name_a_row_as_it_was_called_before(variable: str, sent: Any, codes: list[str]) -> None:
    row = {"type": "object", "properties": {"name": TEXT, "selfUrl": TEXT}}
    answers = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": row}}}}}
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": sent}}}}
    paths = {f"/teams/{{{variable}}}": {"get": answers, "put": {"requestBody": body, **answers}}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    told = b'{"name": "new", "selfUrl": "/teams/old"}'
    exchange = seen(
        contract, Request("GET", "/teams/new"), Response(200, (("content-type", "application/json"),), told)
    )
    assert exchange is not None
    assert [breach.law.code for breach in echoes(grounds_of(contract), exchange)] == codes


@pytest.mark.parametrize(("shown", "codes"), [("3", []), ("7", ["VF301"])])
def test_the_id_of_what_a_row_hangs_on_is_not_its_own(shown: str, codes: list[str]) -> None:
    row = {"type": "object", "properties": {"id": TEXT}}
    answers = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": row}}}}}
    found = told_of(answers, "/orders/{id}/items/{itemId}", "/orders/7/items/3", {"id": shown})
    assert found == codes
