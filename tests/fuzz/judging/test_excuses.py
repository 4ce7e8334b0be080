from dataclasses import replace
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.contract.violations import Violation
from vertrag.exchange import Request, Response
from vertrag.fuzz.judging.excuses import excuse, excused_method
from vertrag.fuzz.observations import Complaint, Sent

DAY = {"name": "day", "in": "query", "schema": {"type": "string", "format": "date"}}
NAME = {"name": "name", "in": "query", "schema": {"type": "string", "minLength": 1}}
CODE = {"name": "code", "in": "path", "required": True, "schema": {"type": "integer"}}
CURSOR = {"name": "cursor", "in": "query", "schema": {"type": "string"}}
OPERATION: dict[str, Any] = {
    "parameters": [CODE, DAY, NAME, CURSOR],
    "responses": {"200": {"description": ""}},
}
TREE = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "paths": {"/x/{code}": {"get": OPERATION}},
}
(GET,) = compile_contract(from_tree(TREE)).operations
COMPLAINT = Complaint("rule", "ST201", "Accepted", 1, GET.label, "", "", "", Sent("GET", ""), Response(200))


def reason(code: str, path: str = "/x/7", query: str = "", status: int = 200, header: str = "accept") -> str:
    request = Request("GET", path, query, ((header, "1"),))
    violations = GET.read(request, {"code": "7"}).violations
    complaint = replace(COMPLAINT, code=code, response=Response(status))
    return excuse(complaint, request, GET, violations)


def test_an_empty_parameter_that_may_be_left_out_is_read_as_none() -> None:
    assert reason("ST201", query="day=").startswith("many servers read an empty parameter")


@pytest.mark.parametrize("query", ["day=today", "name=", "day=&name=", "day=2024-01-01"])
def test_other_wrong_input_has_no_excuse(query: str) -> None:
    assert reason("VF802", query=query) == ""


def test_a_status_that_the_path_asks_for_is_given() -> None:
    assert reason("ST101", "/status/500,404", status=500) == "the request asks for this status by its number"


@pytest.mark.parametrize(("path", "query"), [("/x/5001", ""), ("/x/7", "limit=500")])
def test_a_number_that_happens_to_be_there_asks_for_nothing(path: str, query: str) -> None:
    assert reason("VF801", path, query, status=500) == ""


@pytest.mark.parametrize(("header", "status"), [("if-match", 412), ("idempotency-key", 409)])
def test_conditions_and_repeated_keys_may_be_refused(header: str, status: int) -> None:
    assert reason("ST202", status=status, header=header)
    assert not reason("ST202", status=status)


def test_a_mock_that_says_that_it_takes_any_credential_is_not_blamed_for_it() -> None:
    trusting = Response(200, (("x-vertrag-why", "example, for any credential"),))
    told = replace(COMPLAINT, code="ST401", response=trusting)
    assert excuse(told, Request("GET", "/x/7"), GET, ())
    assert not excuse(replace(told, response=Response(200)), Request("GET", "/x/7"), GET, ())


def test_a_document_says_nothing_of_the_body_of_an_answer_that_it_does_not_know() -> None:
    assert reason("ST105", status=404) == "the document says nothing of answers with this status"
    assert reason("ST105", status=200) == reason("ST103", status=404) == ""


def test_a_cookie_that_nobody_declared_need_not_be_refused() -> None:
    strange = replace(COMPLAINT, actual="200: in cookie - object with unexpected properties")
    assert excuse(strange, Request("GET", "/x/7"), GET, ())
    assert not excuse(replace(strange, code="ST202"), Request("GET", "/x/7"), GET, ())


@pytest.mark.parametrize(("code", "is_excused"), [("ST104", True), ("ST103", False)])
def test_a_status_without_a_body_owes_nothing_of_one(code: str, is_excused: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    operation = {"responses": {"204": {"description": "", "content": {"application/json": {}}}}}
    (get,) = compile_contract(from_tree({**TREE, "paths": {"/x": {"get": operation}}})).operations
    told = replace(COMPLAINT, code=code, response=Response(204))
    assert bool(excuse(told, Request("GET", "/x"), get, ())) is is_excused


def test_a_token_that_no_page_gave_may_be_refused() -> None:
    assert (
        reason("ST202", query="cursor=made%20up", status=400)
        == "no earlier page gave the token that it came with"
    )
    assert reason("ST202", query="name=x", status=400) == reason("ST202", query="cursor=x", status=409) == ""


@pytest.mark.parametrize(
    ("body", "status", "is_excused"),
    [
        (b'[{"op": "replace", "path": "/name", "value": {}}]', 409, True),
        (b'[{"op": "replace", "path": "/name", "value": {}}]', 422, True),
        (b'[{"op": "replace", "path": "/name", "value": {}}]', 500, False),
        (b'[{"path": "/name"}]', 400, False),
        (b"[]", 400, False),
        (b"[", 400, False),
        (b"", 400, False),
    ],
)
def test_whether_a_patch_can_be_applied_is_for_the_row_to_say(
    body: bytes,
    status: int,
    is_excused: bool,  # noqa: FBT001
) -> None:
    complaint = replace(COMPLAINT, code="ST202", response=Response(status))
    assert bool(excuse(complaint, Request("PATCH", "/x/7", "", (), body), GET, [])) is is_excused


def test_what_was_not_written_in_its_style_may_be_refused() -> None:
    assert reason("ST202", query="day=2024-01-01&day=2024-01-02", status=400).startswith("as it was sent")
    assert reason("ST202", query="day=2024-01-01", status=400) == ""


@pytest.mark.parametrize(
    ("code", "status", "is_excused"),
    [
        ("ST202", 410, True),
        ("ST201", 410, True),
        ("ST202", 404, False),
        ("ST203", 428, True),
        ("ST203", 200, False),
        ("ST201", 428, False),
    ],
)
def test_what_was_deleted_and_what_needs_a_condition_may_be_refused_with_their_own_status(
    code: str,
    status: int,
    is_excused: bool,  # noqa: FBT001
) -> None:
    assert bool(reason(code, status=status)) is is_excused


def test_an_empty_body_is_read_as_none_where_one_is_needed() -> None:
    body = {"required": True, "content": {"image/png": {}}}
    paths = {"/x/{code}": {"put": {**OPERATION, "requestBody": body}}}
    (put,) = compile_contract(from_tree({**TREE, "paths": paths})).operations
    complaint = replace(COMPLAINT, code="ST202", response=Response(400))
    sent = Request("PUT", "/x/7", "", (("content-type", "image/png"),), b"\x89PNG")
    assert excuse(complaint, sent, put, []) == ""
    assert excuse(complaint, sent._replace(body=b""), put, []).startswith("many servers read an empty body")


@pytest.mark.parametrize(("query", "is_excused"), [("", True), ("day=today", False)])
def test_an_empty_form_is_read_as_none_where_none_is_needed(query: str, is_excused: bool) -> None:  # noqa: FBT001
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object", "required": ["a"]}}}
    paths = {"/x/{code}": {"put": {**OPERATION, "requestBody": {"content": form}}}}
    (put,) = compile_contract(from_tree({**TREE, "paths": paths})).operations
    sent = Request("PUT", "/x/7", query, (("content-type", "application/x-www-form-urlencoded"),))
    violations = put.read(sent, {"code": "7"}).violations
    assert violations
    found = excuse(replace(COMPLAINT, code="ST201", response=Response(200)), sent, put, violations)
    assert found.startswith("many servers read an empty body") is is_excused


@pytest.mark.parametrize(
    ("method", "query", "status", "is_excused"),
    [
        ("post", "", 409, True),
        ("put", "", 422, True),
        ("put", "", 400, False),
        ("put", "day=2024-01-01", 422, False),
        ("get", "", 422, False),
    ],
)
def test_a_step_that_a_row_is_not_ready_for_may_be_refused(
    method: str,
    query: str,
    status: int,
    is_excused: bool,  # noqa: FBT001
) -> None:
    paths = {"/x/{code}": {method: OPERATION}}
    (step,) = compile_contract(from_tree({**TREE, "paths": paths})).operations
    complaint = replace(COMPLAINT, code="ST202", response=Response(status))
    assert bool(excuse(complaint, Request(method.upper(), "/x/7", query), step, [])) is is_excused


@pytest.mark.parametrize(("beside", "is_excused"), [("_limit", True), ("name", False)])
def test_a_mere_token_is_one_of_a_page_where_there_are_pages(beside: str, is_excused: bool) -> None:  # noqa: FBT001
    number, text = {"type": "integer"}, {"type": "string"}
    parameters = [
        {"name": "_token", "in": "query", "schema": text},
        {"name": beside, "in": "query", "schema": number},
    ]
    paths = {"/x": {"get": {**OPERATION, "parameters": parameters}}}
    (listing,) = compile_contract(from_tree({**TREE, "paths": paths})).operations
    complaint = replace(COMPLAINT, code="ST202", response=Response(400))
    assert bool(excuse(complaint, Request("GET", "/x", "_token=a"), listing, [])) is is_excused


@pytest.mark.parametrize(
    ("method", "status", "excused"), [("PUT", 400, True), ("PUT", 404, False), ("TRACE", 400, False)]
)
def test_what_comes_with_another_method_may_be_looked_at_first(
    method: str,
    status: int,
    excused: bool,  # noqa: FBT001 - a parametrized expectation
) -> None:
    complaint = replace(COMPLAINT, code="ST204", sent=Sent(method, ""), response=Response(status))
    assert bool(excused_method(complaint)) is excused
    assert excused_method(replace(complaint, code="ST203")) == ""


@pytest.mark.parametrize(
    ("day", "said", "excused"),
    [
        ("2000-01-01T00:00:00Z", b"end time can't be in the past", True),
        ("2000-01-01T00:00:00Z", b"start time must be before end time", False),
        ("9000-01-01T00:00:00Z", b"end time can't be in the past", False),
    ],
)
def test_a_time_that_is_over_may_be_refused(day: str, said: bytes, excused: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    request = Request("GET", "/x/7", f"day={day}")
    complaint = replace(COMPLAINT, code="ST202", response=Response(400, (), said))
    assert bool(excuse(complaint, request, GET, ())) is excused


@pytest.mark.parametrize(
    ("accept", "is_excused"),
    [("k)8", True), ("image/png", True), ("*/*", False), ("a/b, application/*;q=0.1", False)],
)
def test_what_is_not_declared_may_be_refused_to_who_wishes_for_it(accept: str, is_excused: bool) -> None:  # noqa: FBT001
    success = {"200": {"description": "", "content": {"application/json": {}}}}
    paths = {"/x/{code}": {"get": {**OPERATION, "responses": success}}}
    (get,) = compile_contract(from_tree({**TREE, "paths": paths})).operations
    complaint = replace(COMPLAINT, code="ST202", response=Response(406))
    found = excuse(complaint, Request("GET", "/x/7", "", (("accept", accept),)), get, [])
    assert found.startswith("its Accept header names nothing") is is_excused


@pytest.mark.parametrize(("accept", "is_excused"), [("*/*", False), ("a/b, */*;q=0.1", False), ("a/b", True)])
def test_who_takes_anything_wishes_for_nothing_else_where_nothing_is_declared(
    accept: str,
    is_excused: bool,  # noqa: FBT001
) -> None:
    complaint = replace(COMPLAINT, code="ST202", response=Response(406))
    request = Request("GET", "/x/7", "", (("accept", accept),))
    assert bool(excuse(complaint, request, GET, [])) is is_excused


def test_what_is_of_several_alternatives_may_be_refused() -> None:
    sent = {"type": "object", "properties": {"kind": {"type": "string"}}}
    schema = {"oneOf": [sent, sent], "discriminator": {"propertyName": "kind"}}
    body = {"content": {"application/json": {"schema": schema}}}
    paths = {"/x/{code}": {"put": {**OPERATION, "requestBody": body}}}
    (put,) = compile_contract(from_tree({**TREE, "paths": paths})).operations
    request = Request("PUT", "/x/7", "", (("content-type", "application/json"),), b'{"kind":"a"}')
    complaint = replace(COMPLAINT, code="ST202", response=Response(400))
    assert excuse(complaint, request, put, []) == ""
    violations = put.read(request, {"code": "7"}).violations
    assert excuse(complaint, request, put, violations).startswith("it is of several alternatives")


@pytest.mark.parametrize(
    ("content", "is_excused"),
    [("list[0][name]=", True), ("one[name]=x", True), ("list=x&one={}", False), ("n=x", False)],
)
def test_a_form_has_no_way_to_write_what_lies_deep(content: str, is_excused: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    one = {"type": "object", "properties": {"name": {"type": "integer"}}}
    numbers = {"type": "array", "items": {"type": "integer"}}
    members = {"list": numbers, "one": one, "n": {"type": "integer"}}
    if "list[" in content:
        members["list"] = {"type": "array", "items": one}
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": members}}}
    post = {"requestBody": {"content": form}, "responses": {"200": {"description": ""}}}
    (operation,) = compile_contract(from_tree({**TREE, "paths": {"/x": {"post": post}}})).operations
    headers = (("content-type", "application/x-www-form-urlencoded"),)
    request = Request("POST", "/x", headers=headers, body=content.encode())
    violations = operation.read(request, {}).violations
    assert violations
    refusal = replace(COMPLAINT, code="ST202", sent=Sent("POST", ""), response=Response(400))
    assert bool(excuse(refusal, request, operation, violations)) is is_excused


@pytest.mark.parametrize(
    ("code", "name", "is_excused"),
    [
        ("ST203", "Content-Type", True),
        ("ST203", "X-Tenant", False),
        ("ST203", "User-Agent", True),
        ("ST201", "Content-Type", True),
        ("ST201", "X-Tenant", False),
    ],
)
def test_headers_that_no_parameter_can_describe_may_be_anything(
    code: str,
    name: str,
    is_excused: bool,  # noqa: FBT001 - a parametrized expectation
) -> None:
    actual = f"200 OK, although invalid: Missing `{name}` at header"
    complaint = replace(COMPLAINT, code=code, key=name if code == "ST203" else "", actual=actual)
    assert bool(excuse(complaint, Request("GET", "/x/7"), GET, ())) is is_excused


@pytest.mark.parametrize(("kind", "is_excused"), [("multipart/form-data", True), ("application/json", False)])
def test_a_form_has_no_way_to_write_an_empty_list(kind: str, is_excused: bool) -> None:  # noqa: FBT001
    request = Request("POST", "/x", "", (("content-type", f"{kind}; boundary=b"),), b"--b--\r\n")
    missing = Violation("body", "required", '"a" is a required property')
    complaint = replace(COMPLAINT, code="ST202", response=Response(400))
    assert excuse(complaint, request, GET, (missing,)).startswith("a form has no way") is is_excused


@pytest.mark.parametrize(
    ("code", "body", "status", "is_excused"),
    [
        ("ST202", b'{"reader": {"copyId": 1}}', 422, True),
        ("ST202", b'[{"tagIds": [1]}]', 422, True),
        ("ST202", b'{"paid": true, "name": "id"}', 422, False),
        ("ST202", b'{"id": 1, "reference": "x"}', 422, False),  # its own, and a text
        ("ST202", b'{"copyId": 1}', 400, False),  # of which the document says nothing
        ("VF803", b'{"copyId": 1}', 422, False),  # a law names what is there
    ],
)
def test_made_up_ids_name_nothing(code: str, body: bytes, status: int, is_excused: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    content: Any = {"application/json": {"schema": {}}}
    post = {"requestBody": {"content": content}, "responses": {"201": {}, "422": {}}}
    (lend,) = compile_contract(
        from_tree({"openapi": "3.0.3", "paths": {"/loans": {"post": post}}})
    ).operations
    request = Request("POST", "/loans", "", (("content-type", "application/json"),), body)
    complaint = replace(COMPLAINT, code=code, response=Response(status))
    assert bool(excuse(complaint, request, lend, ())) is is_excused
