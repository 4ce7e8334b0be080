import json
from dataclasses import replace
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.heeding import Lesson, first_lesson
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of

TEXT = {"type": "string"}
ZONE = {
    "type": "object",
    "properties": {
        "name": {**TEXT, "description": "Its name (e.g. \u201cexample.com.\u201d) with a dot at the end"},
        "kind": {"type": "string", "enum": ["native"], "description": 'such as "native"'},
        "servers": {"type": "array", "items": TEXT, "minItems": 1},
        "source": TEXT,
    },
}
JSON = (("content-type", "application/json"),)
LESSON = Lesson(frozenset({"name", "kind", "servers"}), {"name": "example.com."})
BODY = {"name": "Zone 7", "kind": "native", "servers": ["s"]}


def picky(request: Request) -> Response:
    """A server that wants a dot, a kind, and neither servers of its own nor a source."""
    body = json.loads(request.body or "null")
    refusal = next((said for is_wrong, said in _rules(body) if is_wrong), "")
    if refusal:
        return Response(422, JSON, json.dumps({"error": refusal}).encode())
    return Response(201, JSON, json.dumps(body).encode())


def _rules(body: Any) -> list[tuple[bool, str]]:
    name = str(body.get("name"))
    return [
        ("name" not in body, "Key 'name' is not there"),
        (not name.endswith("."), f"'{name}' has no dot"),
        ("kind" not in body, "Key 'kind' is not there"),
        (bool(body.get("servers")), "Either servers or something else"),
        ("source" in body, "cannot parse"),
    ]


def talk_with(send: Any) -> Talk:
    body = {"content": {"application/json": {"schema": ZONE}}}
    create = {"requestBody": body, "responses": {"201": {"description": "", **body}}}
    at = {"name": "name", "in": "path", "required": True, "schema": TEXT}
    read = {"parameters": [at], "responses": {"200": {"description": "", **body}}}
    item = {"get": read, "put": {**create, "responses": read["responses"]}}
    paths = {"/zones": {"post": create}, "/zones/{name}": item}
    return Talk(grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))), send)


def test_who_refuses_and_says_why_gets_what_is_taken() -> None:
    talk = talk_with(picky)
    zones = talk.grounds.resources.by_name["zones"]
    first, cases, second = talk.make(zones), talk.cases, talk.make(zones)
    assert first is not None
    assert second is not None
    assert first.values != second.values
    assert (first.sent["kind"], sorted(first.sent), talk.cases) == ("native", ["kind", "name"], cases + 1)


def test_what_is_replaced_heeds_what_was_taught_when_it_was_created() -> None:
    talk = talk_with(picky)
    zones = talk.grounds.resources.by_name["zones"]
    made, put = talk.make(zones), zones.deed("replace")
    assert made is not None
    assert put is not None
    assert sorted(talk.body(put.operation, made.values)) == ["kind", "name"]


def test_what_leads_nowhere_is_tried_once() -> None:
    talk = talk_with(lambda _: Response(422, JSON, b'"no"'))
    zones = talk.grounds.resources.by_name["zones"]
    assert talk.make(zones) is None
    cases = talk.cases
    assert talk.make(zones) is None
    assert (cases < 8, talk.cases) == (True, cases + 1)


def test_the_document_says_which_examples_there_are_and_what_may_be_left_out() -> None:
    talk = talk_with(picky)
    lesson = first_lesson(talk.grounds, talk.grounds.contract.operations[0])
    assert (lesson.examples, lesson.optional) == ({"name": "example.com."}, frozenset(ZONE["properties"]))


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("'Zone 7' has a space", {**BODY, "name": "example3.com."}),
        ("servers: too many", {**BODY, "servers": []}),
        ("kind is unknown", {"name": "Zone 7", "servers": ["s"]}),
        ("no", {}),
    ],
)
def test_what_is_meant_is_sent_otherwise(said: str, body: dict[str, Any]) -> None:
    lesson = LESSON.heeded(BODY, said)
    assert lesson is not None
    assert lesson.applied(BODY, 3) == body


def test_an_example_is_sent_as_it_stands_before_the_member_is_left_out() -> None:
    lesson, names = LESSON, []
    for _ in range(3):
        taught = lesson.heeded(BODY, "what name?")
        assert taught is not None
        lesson = taught
        names.append(lesson.applied(BODY, 3).get("name"))
    assert names == ["example3.com.", "example.com.", None]


def test_what_is_missing_is_sent_again_unless_it_was_refused() -> None:
    lesson = replace(LESSON, left_out=frozenset({"name", "kind"}), refused=("kind",), is_least=True)
    taught = lesson.heeded({"servers": []}, "no name, no kind")
    assert taught is not None
    assert taught.applied(BODY, 3) == {"name": "Zone 7", "servers": ["s"]}
    assert lesson.heeded({}, "no kind") is None


def test_what_is_no_object_teaches_nothing() -> None:
    assert (LESSON.heeded([1], "no"), LESSON.applied([1], 3)) == (None, [1])
