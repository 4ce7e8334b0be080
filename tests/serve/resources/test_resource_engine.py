from collections.abc import Callable
from typing import Any

import httpx
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract
from vertrag.exchange import Call
from vertrag.serve.resources.conditions import UNCONDITIONAL
from vertrag.serve.resources.resource_engine import Engine

Zoo = Callable[..., list[httpx.Response]]


def why_not(contract: Contract, key: str, arguments: dict[str, Any], table: dict[str, Any]) -> bool:
    operation = next(each for each in contract.operations if each.key == key)
    engine = Engine(contract, "/api", 1, table)
    return engine.reply(operation, Call(key, arguments), "", UNCONDITIONAL) is None


@pytest.mark.parametrize(
    ("key", "arguments", "table", "is_left"),
    [
        ("getAnimal", {"animalId": 7}, {}, False),
        ("getAnimal", {}, {}, True),
        ("getAnimal", {"animalId": 7}, {"getAnimal": False}, True),
        ("listAnimals", {}, {"listAnimals": {"deed": "act"}}, True),
    ],
)
def test_what_is_no_resource_is_left_to_the_next_rung(
    zoo_contract: Contract,
    key: str,
    arguments: dict[str, Any],
    table: dict[str, Any],
    is_left: bool,  # noqa: FBT001
) -> None:
    assert why_not(zoo_contract, key, arguments, table) is is_left


def test_one_deed_alone_makes_no_resource() -> None:
    row = {"type": "object", "properties": {"id": {"type": "integer"}}}
    get = {"operationId": "get", "responses": {"200": {"content": {"application/json": {"schema": row}}}}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/pets/{id}": {"get": get}}}))
    assert why_not(contract, "get", {"id": 5}, {})


def test_a_path_that_ends_in_a_variable_may_be_a_collection(oddities: Zoo) -> None:
    made, listed, gone, missing = oddities(
        ("POST", "/flags/p", {"key": "dark", "name": "Dark"}),
        ("GET", "/flags/p"),
        ("DELETE", "/flags/p/dark"),
        ("GET", "/flags/p/dark"),
    )
    assert made.headers["location"] == "/api/flags/p/dark"
    assert listed.json()["items"][0] == {"key": "dark", "name": "Dark"}
    assert [gone.status_code, missing.status_code] == [303, 404]


def test_what_shows_one_where_it_should_list_all_shows_the_newest(oddities: Zoo) -> None:
    _, newest, gone, then = oddities(
        ("POST", "/groups?owner=ada", {"group_id": 70}),
        ("GET", "/groups"),
        ("DELETE", "/groups/70?group_id=5"),
        ("GET", "/groups"),
    )
    assert newest.json() == {"id": 70, "owner": "ada", "group_id": 70}
    assert (gone.status_code, gone.content) == (204, b"")
    assert then.json()["id"] != 70


def test_every_answer_shows_the_key_in_its_own_way(oddities: Zoo) -> None:
    made, read, rule = oddities(
        ("POST", "/calls", {"topic": "x"}),
        ("GET", "/calls/10001"),
        ("POST", "/rules", {"pattern": "*"}),
    )
    assert made.json()["id"] == read.json()["uuid"] == "10001"
    assert rule.json()["pattern"] == "*"
    assert rule.headers["location"] == f"/api/rules/{rule.json()['id']}"


def test_links_lead_through_the_pages_and_end(oddities: Zoo) -> None:
    first, last = oddities(("GET", "/calls?per_page=5"), ("GET", "/calls?per_page=5&page=2"))
    assert first.headers["link"] == '</api/calls?per_page=5&page=2>; rel="next"'
    assert last.headers["link"] == '</api/calls?per_page=5&page=1>; rel="prev"'


def test_what_no_answer_describes_is_shown_as_it_was_sent(oddities: Zoo) -> None:
    made, listed, changed, read, gone, missing, invented = oddities(
        ("POST", "/todos", {"title": "Rest"}),
        ("GET", "/todos"),
        ("PUT", "/todos/10001", {"title": "Work", "done": True}),
        ("GET", "/todos/10001"),
        ("DELETE", "/todos/10001"),
        ("GET", "/todos/10001"),
        ("GET", "/todos/5"),
    )
    assert made.json() == listed.json()[0] == {"title": "Rest", "id": 10001, "done": made.json()["done"]}
    assert changed.json() == read.json() == {"title": "Work", "done": True, "id": 10001}
    assert (gone.status_code, gone.content, missing.status_code) == (200, b"", 404)
    assert invented.json().keys() == {"title", "done", "id"}


def test_an_answer_that_is_the_key_alone_says_that_of_what_was_made(oddities: Zoo) -> None:
    (made,) = oddities(("POST", "/products", {"name": "Lamp", "price": 7.5}))
    path = f"/products/{made.json()}"
    _, read = oddities(("POST", "/products", {"name": "Lamp", "price": 7.5}), ("GET", path))
    assert made.headers["location"] == f"/api{path}"
    assert read.json() == {"id": made.json(), "name": "Lamp", "price": "7.5"}


def test_a_key_that_only_requests_show_is_shown_where_answers_are_open(oddities: Zoo) -> None:
    made, read = oddities(("POST", "/staff", {"id": 7, "name": "Ada"}), ("GET", "/staff/7"))
    assert made.headers["location"] == "/api/staff/7"
    assert read.json() == {"id": 7, "name": "Ada"}


def test_an_envelope_whose_row_is_left_open_shows_what_was_sent(oddities: Zoo) -> None:
    made, listed, changed, read = oddities(
        ("POST", "/drivers", {"name": "Ada"}),
        ("GET", "/drivers"),
        ("PATCH", "/drivers/10001", {"name": "Eva"}),
        ("GET", "/drivers/10001"),
    )
    row = made.json()["result"]
    assert (row["id"], row["name"], listed.json()["result"][0]) == (10001, "Ada", row)
    assert changed.json()["result"] == read.json() == row | {"name": "Eva"}


def test_what_is_told_of_a_row_once_is_shown_wherever_nothing_is_told(oddities: Zoo) -> None:
    made, read, listed = oddities(
        ("POST", "/flocks", {"name": "Grey"}), ("GET", "/flocks/10001"), ("GET", "/flocks")
    )
    assert made.json() == read.json() == listed.json()[0]
    others = listed.json()[1:]
    assert all(row.keys() == {"id", "name", "born"} for row in others)
    assert len({row["name"] for row in others}) > 3


def test_a_search_for_what_else_can_only_be_read_honours_its_query() -> None:
    row = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
    listed = {"application/json": {"schema": {"type": "array", "items": row}}}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    search = {"operationId": "search", "parameters": [limit], "responses": {"200": {"content": listed}}}
    get = {"operationId": "get", "responses": {"200": {"content": {"application/json": {"schema": row}}}}}
    paths = {"/pet/{id}": {"get": get}, "/pets": {"get": search}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    engine, operation = Engine(contract, "/api", 1, {}), contract.operations[1]
    reply = engine.reply(operation, Call("search", {"limit": 1}), "", UNCONDITIONAL)
    assert reply is not None
    assert len(reply.body) == 1
