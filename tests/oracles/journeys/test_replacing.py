from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree, load
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys import replacing


def test_a_server_that_keeps_its_word_is_clean(converse: Callable[..., Any]) -> None:
    assert converse().codes(replacing.replaced_as_a_whole) == set()


@pytest.mark.parametrize(
    ("flaw", "code"),
    [
        ("put is not stored", "VF403"),
        ("put keeps what was left out", "VF404"),
        ("put makes another", "VF405"),
        ("put says created", "VF406"),
    ],
)
def test_a_server_that_breaks_one_law_is_found(flaw: str, code: str, converse: Callable[..., Any]) -> None:
    assert code in converse(flaw).codes(replacing.replaced_as_a_whole, "customers")


@pytest.mark.parametrize(("required", "told"), [(["postcode", "note"], False), (["note"], True)])
def test_what_every_answer_has_to_show_cannot_be_gone_after_put(
    required: list[str],
    told: bool,  # noqa: FBT001 - a parametrized expectation
    converse: Callable[..., Any],
) -> None:
    tree: Any = deepcopy(load(str(Path(__file__).parents[1] / "energy.yaml")).tree)
    schemas = tree["components"]["schemas"]
    schemas["Customer"] = {"allOf": [schemas["Customer"], {"required": required}]}
    conversation = converse("put keeps what was left out")
    conversation.talk.grounds = grounds_of(compile_contract(from_tree(tree)))
    conversation.grounds = conversation.talk.grounds
    assert ("VF404" in conversation.codes(replacing.replaced_as_a_whole, "customers")) is told


def test_what_is_null_by_default_is_null_after_a_put_without_it(converse: Callable[..., Any]) -> None:
    tree: Any = deepcopy(load(str(Path(__file__).parents[1] / "energy.yaml")).tree)
    schemas = tree["components"]["schemas"]
    schemas["Customer"] = {"allOf": [schemas["Customer"], {"required": ["postcode", "note"]}]}
    schemas["CustomerInput"]["properties"]["note"]["default"] = None
    conversation = converse("put keeps what was left out")
    conversation.talk.grounds = grounds_of(compile_contract(from_tree(tree)))
    assert "VF404" in conversation.codes(replacing.replaced_as_a_whole, "customers")


@pytest.mark.parametrize(("declared", "told"), [(["200", "201"], True), (["201"], False)])
def test_a_put_whose_only_success_is_201_says_nothing_else(
    declared: list[str],
    told: bool,  # noqa: FBT001 - a parametrized expectation
    converse: Callable[..., Any],
) -> None:
    tree: Any = deepcopy(load(str(Path(__file__).parents[1] / "energy.yaml")).tree)
    put = tree["paths"]["/customers/{customerId}"]["put"]
    put["responses"] = dict.fromkeys(declared, put["responses"]["200"])
    conversation = converse("put says created")
    conversation.talk.grounds = grounds_of(compile_contract(from_tree(tree)))
    conversation.grounds = conversation.talk.grounds
    assert ("VF406" in conversation.codes(replacing.replaced_as_a_whole, "customers")) is told


def lamps(**more: Any) -> dict[str, Any]:
    """A document with lamps, which are off where nothing is said, and two members that may be left out."""
    text = {"type": "string"}
    given = {"on": {"type": "boolean", "default": False}, "place": text, "note": text, "name": text, **more}
    shown = {"id": {"type": "integer"}, **given}
    sent = {"content": {"application/json": {"schema": {"type": "object", "properties": given}}}}
    row = {"type": "object", "required": ["id", "on", "name"], "properties": shown}
    done = {"200": {"description": "", "content": {"application/json": {"schema": row}}}}
    item = {"get": {"responses": done}, "put": {"requestBody": sent, "responses": done}}
    paths = {"/lamps": {"post": {"requestBody": sent, "responses": done}}, "/lamps/{lampId}": item}
    return {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": paths}


@dataclass
class Lamps:
    """Keeps lamps; a PUT leaves the members in `keeps` as they were, and it `adds` tags to all or to none."""

    keeps: tuple[str, ...]
    rows: dict[int, Any] = field(default_factory=dict)
    adds: str = ""
    puts: int = 0
    usual: dict[str, Any] = field(default_factory=dict)

    def answer(self, method: str, target: str, _: dict[str, str], body: bytes) -> Response:
        key = len(self.rows) + 1 if method == "POST" else int(target.rpartition("/")[2])
        tags = self.rows.get(key, {}).get("tags")
        if body:
            kept = {name: each for name, each in self.rows.get(key, {}).items() if name in self.keeps}
            self.rows[key] = {
                "on": False,
                "name": "lamp",
                **self.usual,
                **kept,
                **orjson.loads(body),
                "id": key,
            }
            self.rows[key] = {"tags": [], **self.rows[key]}
        if method == "PUT" and (self.adds == "to all" or (self.adds == "to none" and not tags)):
            self.puts += 1
            self.rows[key]["tags"] += map(str, range(self.puts))
        return Response(200, (("content-type", "application/json"),), orjson.dumps(self.rows[key]))


@pytest.mark.parametrize(
    ("keeps", "codes"), [((), set()), (("place",), {"VF404"}), (("note",), {"VF404"}), (("on",), {"VF404"})]
)
def test_all_that_may_be_left_out_is_gone_or_as_usual(
    keeps: tuple[str, ...], codes: set[str], converse: Callable[..., Any]
) -> None:
    conversation = type(converse())(Lamps(keeps), grounds_of(compile_contract(from_tree(lamps()))), "")
    assert conversation.codes(replacing.replaced_as_a_whole, "lamps") == codes


@pytest.mark.parametrize(("keeps", "codes"), [((), set()), (("lit",), {"VF404"})])
def test_what_a_put_leaves_out_may_be_its_own_default(
    keeps: tuple[str, ...], codes: set[str], converse: Callable[..., Any]
) -> None:
    tree = lamps(lit={"type": "boolean", "default": True})
    tree["paths"]["/lamps"]["post"]["requestBody"] = {"content": {"application/json": {}}}
    lights = Lamps(keeps, usual={"lit": True})
    conversation = type(converse())(lights, grounds_of(compile_contract(from_tree(tree))), "")
    assert conversation.codes(replacing.replaced_as_a_whole, "lamps") == codes


@pytest.mark.parametrize(("adds", "codes"), [("", set()), ("to all", {"VF405"}), ("to none", {"VF405"})])
def test_a_put_that_adds_to_a_list_each_time_is_not_idempotent(
    adds: str, codes: set[str], converse: Callable[..., Any]
) -> None:
    grounds = grounds_of(
        compile_contract(from_tree(lamps(tags={"type": "array", "items": {"type": "string"}})))
    )
    conversation = type(converse())(Lamps((), adds=adds), grounds, "")
    assert conversation.codes(replacing.replaced_as_a_whole, "lamps") == codes


@pytest.mark.parametrize(("status", "codes"), [(201, []), (200, ["VF424"]), (204, ["VF424"]), (202, [])])
def test_a_put_that_makes_something_says_so(status: int, codes: list[str]) -> None:
    schema = {"type": "object", "properties": {"title": {"type": "string"}}}
    content = {"content": {"application/json": {"schema": schema}}}
    declared = {str(each): {"description": "", **content} for each in (200, 201, 202, 404)}
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
    put = {"requestBody": content, "responses": declared}
    paths = {"/files/{name}": {"parameters": [name], "get": {"responses": declared}, "put": put}}
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))
    files: set[str] = set()

    def send(request: Request) -> Response:
        if request.method == "GET":
            return Response(200 if request.path in files else 404)
        files.add(request.path)
        return Response(status)

    talk, resource = Talk(grounds, send), grounds.resources.by_name["files"]
    assert [each.law.code for each in replacing.made_at_its_place(talk, resource)] == codes
    assert [request.method for request, _ in talk.chain] == ["PUT"]
    files.clear()
    lost = Talk(
        grounds,
        lambda request: (
            send(request) if request.method == "GET" or files & {request.path} else files.add(request.path)
        ),
    )
    assert list(replacing.made_at_its_place(lost, resource)) == []
