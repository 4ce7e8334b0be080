from collections.abc import Callable

import httpx
import pytest

from vertrag.contract.inference.resources import infer
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract
from vertrag.serve.mounts import Mount
from vertrag.serve.resources.addresses import Address
from vertrag.serve.resources.descent import Descent

ROW = {"type": "object", "properties": {"sid": {"type": "string"}}}


def descent(contract: Contract, operation: str, base: str = "/api") -> Descent:
    resources = infer(contract)
    found = Descent.of(resources, *resources.by_operation[operation], base)
    assert found is not None
    return found


def test_a_row_has_a_path(zoo_contract: Contract) -> None:
    visits = descent(zoo_contract, "createVisit")
    assert visits.location(Address("/api/animals/7/visits", "2", (7,))) == "/api/animals/7/visits/2"
    assert visits.thing == "visit"


def test_a_path_may_end_in_more_than_the_key() -> None:
    content = {"content": {"application/json": {"schema": ROW}}}
    paths = {
        "/Calls.json": {"post": {"operationId": "call", "responses": {"201": content}}},
        "/Calls/{Sid}.json": {"get": {"responses": {"200": content}}},
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    assert descent(contract, "call", "/v1").location(Address("/v1/Calls", "C7")) == "/v1/Calls/C7.json"


@pytest.mark.parametrize("operation", ["listVisits", "feedAnimal"])
def test_most_paths_lie_below_their_collection(zoo_contract: Contract, operation: str) -> None:
    assert descent(zoo_contract, operation).is_below


def test_another_path_to_a_collection_shows_what_was_made_there() -> None:
    pet = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    one = {"content": {"application/json": {"schema": pet}}}
    paths = {
        "/pets/{id}": {"get": {"responses": {"200": one}}},
        "/farms/{farm}/pets": {"post": {"operationId": "add", "responses": {"201": one}}},
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    address, path = descent(contract, "add").addresses({"farm": "North"})
    assert (address, path) == (Address("/api/pets", None), Address("/api/farms/North/pets", None, ("North",)))


def test_a_list_elsewhere_shows_what_was_made_there_and_all_is_read_in_one_place(
    make_mount: Callable[..., Mount], ask_all: Callable[..., list[httpx.Response]]
) -> None:
    pet = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    one = {"content": {"application/json": {"schema": pet}}}
    many = {"content": {"application/json": {"schema": {"type": "array", "items": pet}}}}
    at = {"in": "path", "required": True, "schema": {"type": "string"}}
    paths = {
        "/pets/{id}": {"parameters": [{"name": "id", **at}], "get": {"responses": {"200": one}}},
        "/farms/{farm}/pets": {
            "parameters": [{"name": "farm", **at}],
            "get": {"responses": {"200": many}},
            "post": {"requestBody": one, "responses": {"201": one}},
        },
    }
    made, read, here, there = ask_all(
        make_mount(paths),
        [
            ("POST", "/farms/north/pets", {"json": {"name": "Rex"}}),
            ("GET", "/pets/10001"),
            ("GET", "/farms/north/pets"),
            ("GET", "/farms/south/pets"),
        ],
    )
    assert (made.status_code, made.headers["location"]) == (201, "/pets/10001")
    assert read.json() == here.json()[0] == {"id": 10001, "name": "Rex"}
    assert read.json() not in there.json()


def test_a_row_is_changed_under_another_path_than_it_is_read(
    make_mount: Callable[..., Mount], ask_all: Callable[..., list[httpx.Response]]
) -> None:
    note = {"type": "object", "properties": {"id": {"type": "integer"}, "text": {"type": "string"}}}
    one = {"content": {"application/json": {"schema": note}}}
    at = {"in": "path", "required": True, "schema": {"type": "string"}}
    index, key = {"name": "index", **at}, {"name": "id", **at}
    write = {"requestBody": one, "responses": {"200": one}}
    paths = {
        "/issues/notes/{id}": {"parameters": [key], "get": {"responses": {"200": one}}},
        "/issues/{index}/notes": {"parameters": [index], "post": write},
        "/issues/{index}/notes/{id}": {
            "parameters": [index, key],
            "patch": write,
            "delete": {"responses": {"204": {"description": ""}}},
        },
    }
    made, changed, read, gone, missing = ask_all(
        make_mount(paths),
        [
            ("POST", "/issues/5/notes", {"json": {"text": "old"}}),
            ("PATCH", "/issues/5/notes/10001", {"json": {"text": "new"}}),
            ("GET", "/issues/notes/10001"),
            ("DELETE", "/issues/5/notes/10001"),
            ("GET", "/issues/notes/10001"),
        ],
    )
    assert made.json() == {"id": 10001, "text": "old"}
    assert changed.json() == read.json() == {"id": 10001, "text": "new"}
    assert (gone.status_code, missing.status_code) == (204, 404)


def test_a_list_below_two_parents_shows_rows_of_both(
    make_mount: Callable[..., Mount], ask_all: Callable[..., list[httpx.Response]]
) -> None:
    names = {name: {"type": "string"} for name in ("id", "team_key", "event_key")}
    award = {"type": "object", "properties": names, "required": list(names)}
    many = {"content": {"application/json": {"schema": {"type": "array", "items": award}}}}
    one = {"content": {"application/json": {"schema": award}}}
    at = {"in": "path", "required": True, "schema": {"type": "string"}}
    team, event = {"name": "team_key", **at}, {"name": "event_key", **at}
    paths = {
        "/team/{team_key}/awards": {"parameters": [team], "get": {"responses": {"200": many}}},
        "/team/{team_key}/awards/{id}": {
            "parameters": [team, {"name": "id", **at}],
            "get": {"responses": {"200": one}},
        },
        "/team/{team_key}/event/{event_key}/awards": {
            "parameters": [team, event],
            "get": {"responses": {"200": many}},
        },
    }
    (listed,) = ask_all(make_mount(paths), [("GET", "/team/7/event/9/awards")])
    assert {(row["team_key"], row["event_key"]) for row in listed.json()} == {("7", "9")}


def test_what_is_listed_below_a_row_goes_with_it_wherever_its_own_rows_lie(
    make_mount: Callable[..., Mount], ask_all: Callable[..., list[httpx.Response]]
) -> None:
    thing = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    one = {"content": {"application/json": {"schema": thing}}}
    many = {"content": {"application/json": {"schema": {"type": "array", "items": thing}}}}
    at = {"in": "path", "required": True, "schema": {"type": "integer"}}
    done = {"responses": {"200": one, "404": {"description": ""}}}
    paths = {
        "/beds": {"post": {"requestBody": one, "responses": {"201": one}}},
        "/beds/{id}": {"parameters": [{"name": "id", **at}], "get": done, "delete": done},
        "/beds/{id}/plants": {
            "parameters": [{"name": "id", **at}],
            "get": {"responses": {"200": many, "404": {"description": ""}}},
            "post": {"requestBody": one, "responses": {"201": one}},
        },
        "/plants/{id}": {"parameters": [{"name": "id", **at}], "get": done},
    }
    answers = ask_all(
        make_mount(paths),
        [
            ("POST", "/beds", {"json": {"name": "A"}}),
            ("GET", "/beds/10001/plants"),
            ("POST", "/beds/10001/plants", {"json": {"name": "Fern"}}),
            ("GET", "/beds/10001/plants"),
            ("DELETE", "/beds/10001"),
            ("GET", "/beds/10001/plants"),
            ("GET", "/beds/7/plants"),
        ],
    )
    assert [answer.status_code for answer in answers] == [201, 200, 201, 200, 200, 404, 200]
    assert [len(answers[at].json()) for at in (1, 3)] == [0, 1]
