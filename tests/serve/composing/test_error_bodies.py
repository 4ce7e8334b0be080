import json
from typing import Any

import pytest

from vertrag import problems
from vertrag.problems import Fault, Problem
from vertrag.serve.composing.error_bodies import written

FAULTS = (Fault("body", "", "/a/0", "type", "must be text"), Fault("query", "n", "", "minimum", "too small"))
IN_XML = b'<?xml version="1.0" encoding="UTF-8"?><e><message>Two things are wrong.</message></e>'
WORDS_IN_XML = b'<?xml version="1.0" encoding="UTF-8"?><root>Two things are wrong.</root>'
PROBLEM = Problem(problems.INVALID_REQUEST, "Two things are wrong.", 422, FAULTS)


def body(make_mount: Any, schema: Any) -> Any:
    responses = {"422": {"description": "", "content": {"application/json": {"schema": schema}}}}
    mount = make_mount({"/x": {"get": {"responses": responses}}})
    found = written(PROBLEM, mount, mount.contract.operations[0])
    return found and json.loads(found[1])


def text(*names: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(names),
        "properties": {name: {"type": "string"} for name in names},
    }


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (text("error_message"), {"error_message": "Two things are wrong."}),
        (text("title", "type"), {"title": PROBLEM.title, "type": PROBLEM.type.uri}),
        (
            {"type": "object", "properties": {"errors": {"type": "array", "items": {"type": "string"}}}},
            {"errors": ["body /a/0: must be text", "query n: too small"]},
        ),
        (
            {
                "type": "object",
                "properties": {"violations": {"type": "array", "items": text("pointer", "msg", "rule")}},
            },
            {
                "violations": [
                    {"pointer": "/a/0", "msg": "must be text", "rule": "type"},
                    {"pointer": "n", "msg": "too small", "rule": "minimum"},
                ]
            },
        ),
        ({"not": {}}, None),
    ],
)
def test_a_problem_is_written_as_far_as_the_schema_lets_it(
    make_mount: Any, schema: Any, expected: Any
) -> None:
    assert body(make_mount, schema) == expected


def test_a_schema_that_says_nothing_gets_our_own_words(make_mount: Any) -> None:
    assert body(make_mount, {"type": "object"}) == PROBLEM.as_problem_json()


def test_a_status_that_is_not_declared_is_not_written(make_mount: Any) -> None:
    mount = make_mount({"/x": {"get": {"responses": {"200": {"description": ""}}}}})
    assert written(PROBLEM, mount, mount.contract.operations[0]) is None


def test_each_problem_is_written_into_a_body_of_its_own(make_mount: Any) -> None:
    content = {"application/json": {"schema": text("message")}}
    mount = make_mount({"/x": {"get": {"responses": {"default": {"description": "", "content": content}}}}})
    (operation,) = mount.contract.operations
    bodies = [written(Problem(problems.FAULT, detail, 503), mount, operation) for detail in ("one", "two")]
    assert bodies == [("application/json", b'{"message":"one"}'), ("application/json", b'{"message":"two"}')]
    assert len(mount.error_patterns) == 1


@pytest.mark.parametrize(
    ("media_type", "schema", "expected"),
    [
        ("*/*", text("message"), ("application/json", b'{"message":"Two things are wrong."}')),
        ("text/plain", {"type": "string"}, ("text/plain", b"Two things are wrong.")),
        ("application/xml", text("message") | {"xml": {"name": "e"}}, ("application/xml", IN_XML)),
        ("text/xml", {"type": "string"}, ("text/xml", WORDS_IN_XML)),
        ("image/png", {}, None),
        (
            "application/octet-stream",
            {"type": "string", "format": "binary"},
            ("application/octet-stream", b"Two things are wrong."),
        ),
        ("application/text", {"type": "string"}, ("application/text", b"Two things are wrong.")),
        ("application/pdf", {"type": "string", "format": "binary"}, None),
        (
            "application/vnd.goa.error",
            {"type": "object", **text("message")},
            ("application/vnd.goa.error", b'{"message":"Two things are wrong."}'),
        ),
    ],
)
def test_a_problem_is_written_in_the_media_type_that_is_declared(
    make_mount: Any, media_type: str, schema: Any, expected: Any
) -> None:
    responses = {"422": {"description": "", "content": {media_type: {"schema": schema}}}}
    mount = make_mount({"/x": {"get": {"responses": responses}}})
    assert written(PROBLEM, mount, mount.contract.operations[0]) == expected


def test_a_page_shows_what_was_sent_as_text(make_mount: Any) -> None:
    responses = {"422": {"description": "", "content": {"text/html": {}}}}
    mount = make_mount({"/x": {"get": {"responses": responses}}})
    problem = Problem(problems.FAULT, "<b>", 422)
    assert written(problem, mount, mount.contract.operations[0]) == ("text/html", b"&lt;b&gt;")
