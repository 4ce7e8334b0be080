from dataclasses import replace
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.contract.second_opinion import SecondOpinion
from vertrag.exchange import Response
from vertrag.fuzz.judging.jury import Jury
from vertrag.fuzz.observations import Complaint, Exchange, Sent

NOTE = {"type": "string", "description": "May be `null` if there is none."}
NOTED = {
    "application/json": {
        "schema": {"type": "object", "properties": {"note": NOTE, "name": {"type": "string"}}}
    }
}
LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
NUMBER = {"application/json": {"schema": {"type": "integer"}}}
OPERATION: dict[str, Any] = {
    "parameters": [LIMIT],
    "responses": {"200": {"description": "", "content": NUMBER}},
}
DOCUMENT = from_tree(
    {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/x": {"get": OPERATION},
            "/y": {"get": {"responses": {"200": {"description": "", "content": NOTED}}}},
            "/z": {"get": {"responses": {"500": {"description": ""}, "501": {"description": ""}}}},
        },
    }
)
OPINION = SecondOpinion(DOCUMENT)
JURY = Jury(compile_contract(DOCUMENT), "http://h/api", lambda: OPINION)

SENT = Sent("GET", "http://h/api/x")
COMPLAINT = Complaint("rule", "ST108", "Drift", 1, "GET /x", "", "integer", "text", SENT)


def answer(body: bytes, status: int = 200) -> Response:
    return Response(status, (("content-type", "application/json"),), body)


def test_what_both_judges_see_is_certain() -> None:
    opinion = JURY.opinion(replace(COMPLAINT, response=answer(b'"text"')))
    assert (opinion.blame, opinion.reading, opinion.upheld) == ("implementation", "", True)


def test_where_the_judges_differ_it_is_ambiguous_and_said() -> None:
    opinion = JURY.opinion(replace(COMPLAINT, response=answer(b"2.0")))
    assert (opinion.blame, opinion.upheld) == ("ambiguous", True)
    assert opinion.reading.startswith("vertrag finds nothing wrong; openapi-core reads it as broken: ")


@pytest.mark.parametrize(
    ("status", "blame"), [(500, "implementation"), (501, "ambiguous"), (503, "implementation")]
)
def test_a_server_error_that_a_program_gives_on_purpose_may_be_foreseen(status: int, blame: str) -> None:
    sent = Sent("GET", "http://h/api/z")
    crash = replace(COMPLAINT, code="ST101", operation="GET /z", sent=sent, response=Response(status))
    opinion = JURY.opinion(crash)
    assert (opinion.blame, opinion.upheld) == (blame, True)
    assert (f"foresees {status}" in opinion.reading) == (blame == "ambiguous")


@pytest.mark.parametrize(("schema", "blame"), [({"enum": ["A"]}, "ambiguous"), ({}, "implementation")])
def test_who_can_give_no_success_may_say_so(schema: Any, blame: str) -> None:
    content = {"application/json": {"schema": {"type": "object", **schema}}}
    paths = {"/x": {"get": {"responses": {"200": {"description": "", "content": content}}}}}
    document = from_tree({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths})
    jury = Jury(compile_contract(document), "http://h/api")
    assert jury.opinion(replace(COMPLAINT, code="ST101", response=Response(501))).blame == blame
    assert jury.opinion(replace(COMPLAINT, code="ST101", response=Response(500))).blame == "implementation"


@pytest.mark.parametrize(("name", "text"), [("uri", "rooms/1"), ("hostname", "a b"), ("date", "1.2.2026")])
def test_who_does_not_know_a_format_is_not_asked_about_it(name: str, text: str) -> None:
    content = {"application/json": {"schema": {"type": "string", "format": name}}}
    paths = {"/x": {"get": {"responses": {"200": {"description": "", "content": content}}}}}
    document = from_tree({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths})
    jury = Jury(compile_contract(document), "http://h/api", lambda: SecondOpinion(document))
    opinion = jury.opinion(replace(COMPLAINT, response=answer(f'"{text}"'.encode())))
    assert (opinion.blame, opinion.reading) == ("implementation", "")


def test_what_only_the_engine_sees_is_not_upheld() -> None:
    assert not JURY.opinion(replace(COMPLAINT, response=answer(b"2"))).upheld


@pytest.mark.parametrize(
    ("code", "query", "upheld"),
    [("ST201", "limit=x", True), ("ST201", "limit=1", False), ("ST202", "limit=1", True)],
)
def test_complaints_about_input_are_held_against_the_request(code: str, query: str, upheld: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    sent = replace(SENT, url=f"{SENT.url}?{query}")
    assert JURY.opinion(replace(COMPLAINT, code=code, sent=sent)).upheld is upheld


@pytest.mark.parametrize(("allow", "upheld"), [("GET, HEAD, COPY", False), ("GET, COPY, POST", True)])
def test_methods_that_only_the_document_knows_may_be_allowed(allow: str, upheld: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    item = {"get": OPERATION, "additionalOperations": {"COPY": OPERATION}}
    document = from_tree({"openapi": "3.2.0", "paths": {"/x": item}})
    jury = Jury(compile_contract(document), "http://h/api")
    response = Response(200, (("allow", allow),))
    assert jury.opinion(replace(COMPLAINT, code="ST205", response=response)).upheld is upheld


@pytest.mark.parametrize(
    ("allow", "upheld"), [("GET, HEAD, POST", False), ("POST", False), ("GET, PUT", True)]
)
def test_methods_of_another_template_of_the_same_path_may_be_allowed(allow: str, upheld: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    document = from_tree(
        {"openapi": "3.0.3", "paths": {"/{a}": {"get": OPERATION}, "/{b}": {"post": OPERATION}}}
    )
    jury = Jury(compile_contract(document), "http://h/api")
    response = Response(200, (("allow", allow),))
    assert jury.opinion(replace(COMPLAINT, code="ST205", response=response)).upheld is upheld


def test_what_the_judges_have_no_word_on_stands() -> None:
    assert JURY.opinion(replace(COMPLAINT, code="ST301")).blame == "implementation"
    assert JURY.opinion(replace(COMPLAINT, code="ST101", sent=Sent("GET", "http://h/api/none"))).upheld


@pytest.mark.parametrize(
    ("branches", "upheld"),
    [(["string", "string"], False), (["string", "integer"], True)],
)
def test_nobody_is_blamed_for_a_body_that_nobody_can_write(branches: list[str], upheld: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    content = {"application/json": {"schema": {"oneOf": [{"type": each} for each in branches]}}}
    operation = {"responses": {"400": {"description": "", "content": content}}}
    document = from_tree({"openapi": "3.1.0", "paths": {"/x": {"get": operation}}})
    jury = Jury(compile_contract(document), "http://h/api")
    plain = Response(400, (("content-type", "text/plain"),), b"no")
    for code, response in (("ST105", plain), ("ST108", answer(b"[]", 400))):
        assert jury.opinion(replace(COMPLAINT, code=code, response=response)).upheld is upheld
    assert jury.opinion(replace(COMPLAINT, code="ST101", response=plain)).upheld


@pytest.mark.parametrize("code", ["ST103", "ST105", "ST108", "ST202"])
def test_an_operation_is_not_blamed_for_the_answer_to_another_path(code: str) -> None:
    assert not JURY.opinion(replace(COMPLAINT, code=code, sent=Sent("GET", "http://h/api/x/"))).upheld


@pytest.mark.parametrize(
    ("status", "is_gap"), [(400, True), (405, True), (404, False), (500, False), (201, False), (302, False)]
)
def test_only_an_error_that_a_server_owes_is_a_gap(status: int, is_gap: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    complaint = replace(COMPLAINT, code="ST103", response=answer(b"{}", status))
    assert JURY.is_gap(complaint) is is_gap
    assert not JURY.is_gap(replace(complaint, code="ST108"))


@pytest.mark.parametrize(
    ("status", "header", "text"),
    [(406, "Accept", "text/csv"), (412, "If-Match", '"1"'), (417, "Expect", "100-continue")],
)
def test_an_error_that_answers_a_header_is_no_gap_without_it(status: int, header: str, text: str) -> None:
    complaint = replace(COMPLAINT, code="ST103", response=answer(b"{}", status))
    assert JURY.is_gap(replace(complaint, sent=replace(SENT, headers=((header, text),))))
    assert not JURY.is_gap(replace(complaint, sent=replace(SENT, headers=(("Accept", "*/*"),))))


@pytest.mark.parametrize(("status", "is_gap"), [(400, True), (415, True), (422, False), (500, False)])
def test_a_refusal_of_parts_without_a_boundary_is_a_gap_anywhere(status: int, is_gap: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    tree = {**DOCUMENT.tree, "paths": {"/x": {"get": {"responses": {"200": {"description": ""}}}}}}
    jury = Jury(compile_contract(from_tree(tree)), "http://h/api")
    sent = replace(SENT, headers=(("Content-Type", "multipart/form-data"),))
    complaint = replace(COMPLAINT, code="ST103", sent=sent, response=answer(b"{}", status))
    assert jury.is_gap(complaint) is is_gap
    assert not jury.is_gap(replace(complaint, sent=replace(SENT, headers=())))


def test_a_success_is_a_gap_where_the_document_promises_none() -> None:
    tree = {**DOCUMENT.tree, "paths": {"/x": {"get": {"responses": {"400": {"description": ""}}}}}}
    jury = Jury(compile_contract(from_tree(tree)), "http://h/api")
    complaint = replace(COMPLAINT, code="ST103", response=answer(b"{}", 204))
    assert jury.is_gap(complaint)
    assert not jury.is_gap(replace(complaint, response=answer(b"{}", 302)))


@pytest.mark.parametrize(
    ("declared", "key", "is_gap"),
    [("401", "x", False), ("401", "secret", True), ("404", "x", True)],
)
def test_a_stranger_is_told_401_where_the_document_says_so(declared: str, key: str, is_gap: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    node = {
        "security": [{"key": []}],
        "responses": {"200": {"description": ""}, declared: {"description": ""}},
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": node}}}))
    jury = Jury(contract, "http://h/api", credentials=(("X-Key", "secret"),))
    sent = replace(SENT, headers=(("x-key", key),))
    complaint = replace(COMPLAINT, code="ST103", sent=sent, response=answer(b"{}", 403))
    assert jury.is_gap(complaint) is is_gap


def test_exchanges_are_alike_when_they_break_the_same_rules() -> None:
    text, number = Exchange(SENT, answer(b'"a"')), Exchange(SENT, answer(b"1"))
    assert JURY.likeness(text) == JURY.likeness(Exchange(SENT, answer(b'"another"')))
    assert JURY.likeness(text) != JURY.likeness(number)
    assert JURY.likeness(Exchange(SENT)) is None


def test_what_has_an_excuse_is_not_upheld() -> None:
    sent = replace(SENT, headers=(("Idempotency-Key", "0123456789"),))
    opinion = JURY.opinion(replace(COMPLAINT, code="ST202", sent=sent))
    assert (opinion.upheld, opinion.reading[:20]) == (False, "its Idempotency-Key ")


def test_who_asks_for_304_gets_it_whatever_is_declared() -> None:
    complaint = replace(COMPLAINT, code="ST103", response=answer(b"", 304))
    assert JURY.is_gap(replace(complaint, sent=replace(SENT, headers=(("If-None-Match", '"x"'),))))
    assert not JURY.is_gap(complaint)


def test_what_kind_of_rule_a_request_breaks_is_said() -> None:
    sent = replace(SENT, url=f"{SENT.url}?limit=x")
    assert JURY.opinion(replace(COMPLAINT, code="ST201", sent=sent)).broken == "query type"


def test_a_refusal_that_the_document_foresees_is_ambiguous() -> None:
    sent = replace(SENT, url=f"{SENT.url}?limit=1")
    refused = replace(COMPLAINT, code="ST202", sent=sent)
    foreseen = JURY.opinion(replace(refused, response=answer(b"{}", 400)))
    assert (foreseen.blame, foreseen.upheld) == ("ambiguous", True)
    assert "allow the request" in foreseen.reading
    assert JURY.opinion(replace(refused, response=answer(b"{}", 409))).blame == "implementation"


def test_null_that_only_a_description_allows_is_ambiguous() -> None:
    told = replace(COMPLAINT, sent=Sent("GET", "http://h/api/y"))
    noted, named = (
        JURY.opinion(replace(told, response=answer(body))) for body in (b'{"note": null}', b'{"name": null}')
    )
    assert (noted.blame, noted.upheld, noted.reading[:15]) == ("ambiguous", True, "its description")
    assert named.blame == "implementation"


@pytest.mark.parametrize(
    ("place", "rule"), [("/name", "name/type"), ("/note", "note/type"), ("/elsewhere", "note/type")]
)
def test_of_several_things_that_are_wrong_the_one_that_is_told_is_judged(place: str, rule: str) -> None:
    told = replace(COMPLAINT, sent=Sent("GET", "http://h/api/y"), place=place)
    assert JURY.opinion(replace(told, response=answer(b'{"note": 1, "name": 2}'))).rule.endswith(rule)


def test_xml_is_read_by_one_judge_alone() -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "xml": {"name": "x"}}
    post = {"requestBody": {"content": {"application/xml": {"schema": schema}}}, **OPERATION}
    document = from_tree({**DOCUMENT.tree, "paths": {"/x": {"post": post}}})
    opinion = SecondOpinion(document)
    jury = Jury(compile_contract(document), "http://h/api", lambda: opinion)
    xml = (("content-type", "application/xml"),)
    for body, upheld in ((b"<x><n>1</n></x>", False), (b"<x><n>one</n></x>", True)):
        sent = Sent("POST", "http://h/api/x", xml, body)
        assert jury.opinion(replace(COMPLAINT, code="ST201", sent=sent)).upheld is upheld


@pytest.mark.parametrize(("sent_as", "upheld"), [("image/png", False), ("application/json", True)])
def test_what_openapi_core_takes_for_bytes_is_read_by_one_judge_alone(sent_as: str, *, upheld: bool) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}}
    post = {"requestBody": {"content": {"*/*": {"schema": schema}}}, **OPERATION}
    document = from_tree({**DOCUMENT.tree, "paths": {"/x": {"post": post}}})
    jury = Jury(compile_contract(document), "http://h/api", lambda: SecondOpinion(document))
    sent = Sent("POST", "http://h/api/x", (("content-type", sent_as),), b'{"n": "x"}')
    assert jury.opinion(replace(COMPLAINT, code="ST201", sent=sent)).upheld is upheld


def test_what_a_discriminator_chooses_is_read_by_one_judge_alone() -> None:
    def pet(**members: Any) -> dict[str, Any]:
        return {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, **members}}

    schemas = {"Cat": pet(age={"type": "integer"}), "Dog": pet(bark={"type": "boolean"})}
    ways = [{"$ref": f"#/components/schemas/{name}"} for name in schemas]
    either = {"anyOf": ways, "discriminator": {"propertyName": "kind"}}
    content = {"content": {"application/json": {"schema": either}}}
    post = {"requestBody": content, "responses": {"200": {"description": "", **content}}}
    tree = {**DOCUMENT.tree, "paths": {"/x": {"post": post}}, "components": {"schemas": schemas}}
    opinion = SecondOpinion(from_tree(tree))
    jury = Jury(compile_contract(opinion.document), "http://h/api", lambda: opinion)
    for body, upheld in ((b'{"kind": "Cat", "age": "x"}', False), (b'{"kind": 5}', True)):
        sent = Sent("POST", "http://h/api/x", (("content-type", "application/json"),), body)
        assert jury.opinion(replace(COMPLAINT, code="ST201", sent=sent)).upheld is upheld
        told = replace(COMPLAINT, code="ST108", sent=sent, response=answer(body))
        assert jury.opinion(told).upheld is upheld


@pytest.mark.parametrize(
    ("code", "path", "is_upheld"), [("ST202", "/x/.", False), ("ST202", "/x", True), ("ST405", "/x/.", True)]
)
def test_a_path_of_no_operation_may_be_refused(code: str, path: str, is_upheld: bool) -> None:  # noqa: FBT001
    sent = Sent("GET", f"http://h/api{path}")
    told = replace(COMPLAINT, code=code, sent=sent, response=answer(b"", 404))
    assert JURY.opinion(told).upheld is is_upheld


@pytest.mark.parametrize(
    ("status", "media_type", "body", "is_upheld"),
    [
        (404, "text/html", b"<html>", True),
        (404, "text/html", b"", False),
        (302, "text/html", b"<html>", False),
        (404, "application/problem+json", b"{}", False),
        (200, "application/json", b"1", False),
    ],
)
def test_a_page_where_the_document_has_no_content_is_ambiguous(
    status: int,
    media_type: str,
    body: bytes,
    is_upheld: bool,  # noqa: FBT001
) -> None:
    silent = {"302": {"description": ""}, "404": {"description": ""}}
    get = {"responses": {**OPERATION["responses"], **silent}}
    document = from_tree({**DOCUMENT.tree, "paths": {"/x": {"get": get}}})
    said = Response(status, (("content-type", media_type),), body)
    told = replace(COMPLAINT, code="ST105", response=said)
    jury = Jury(compile_contract(document), "http://h/api")
    assert jury.opinion(told).upheld is is_upheld
    assert not jury.opinion(replace(told, operation="GET /from/where/it/was/led")).upheld


def test_another_method_may_be_refused_for_what_comes_with_it() -> None:
    complaint = replace(COMPLAINT, code="ST204", sent=replace(COMPLAINT.sent, method="PUT"))
    opinion = JURY.opinion(replace(complaint, response=Response(400)))
    assert (opinion.blame, opinion.upheld) == ("ambiguous", False)
    assert JURY.opinion(replace(complaint, response=Response(405))).upheld


def test_openapi_core_has_no_say_where_parts_have_headers_of_their_own() -> None:
    headers = {"X-Hash": {"required": True, "schema": {"type": "string"}}}
    schema = {"type": "object", "properties": {"file": {"type": "string"}}}
    content = {"multipart/form-data": {"schema": schema, "encoding": {"file": {"headers": headers}}}}
    post = {"requestBody": {"content": content}, "responses": OPERATION["responses"]}
    document = from_tree({**DOCUMENT.tree, "paths": {"/x": {"post": post}}})
    jury = Jury(compile_contract(document), "http://h/api", lambda: SecondOpinion(document))
    body = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\na\r\n--b--\r\n'
    sent = Sent("POST", SENT.url, (("content-type", "multipart/form-data; boundary=b"),), body)
    assert not jury.opinion(replace(COMPLAINT, code="ST202", sent=sent, response=answer(b"{}", 400))).upheld


def test_a_path_that_is_read_as_another_one_may_lack_the_method() -> None:
    paths = {"/x/{id}": {"get": OPERATION, "patch": OPERATION}, "/x/{id}.{format}": {"get": OPERATION}}
    jury = Jury(compile_contract(from_tree({**DOCUMENT.tree, "paths": paths})), "http://h/api")
    sent = Sent("PATCH", "http://h/api/x/0.5")
    complaint = replace(COMPLAINT, code="ST103", sent=sent, response=answer(b"{}", 405))
    assert not jury.opinion(complaint).upheld
    assert jury.opinion(replace(complaint, response=answer(b"{}", 500))).upheld


@pytest.mark.parametrize(("weight", "is_upheld"), [("7.9e41", False), ("7.9", True)])
def test_what_a_format_cannot_hold_may_be_refused(weight: str, is_upheld: bool) -> None:  # noqa: FBT001
    parameter = {"name": "weight", "in": "query", "schema": {"type": "number", "format": "float"}}
    get = {"parameters": [parameter], "responses": {"200": {"description": ""}}}
    contract = compile_contract(from_tree({**DOCUMENT.tree, "paths": {"/x": {"get": get}}}))
    sent = replace(SENT, url=f"http://h/api/x?weight={weight}")
    refused = replace(COMPLAINT, code="ST202", sent=sent, response=Response(400))
    jury = Jury(contract, "http://h/api", lambda: SecondOpinion(contract.document))
    assert jury.opinion(refused).upheld is is_upheld


@pytest.mark.parametrize(
    ("path", "is_upheld"), [("/rows/7/photo", False), ("/rows/7/history", True), ("/rows/7", True)]
)
def test_what_is_put_below_a_new_row_is_not_there_yet(path: str, is_upheld: bool) -> None:  # noqa: FBT001
    both = {"get": OPERATION, "put": OPERATION}
    paths = {"/rows/{id}": both, "/rows/{id}/photo": both, "/rows/{id}/history": {"get": OPERATION}}
    jury = Jury(compile_contract(from_tree({**DOCUMENT.tree, "paths": paths})), "http://h/api")
    sent = replace(SENT, url=f"http://h/api{path}")
    complaint = replace(COMPLAINT, code="ST302", sent=sent, response=Response(404))
    assert jury.opinion(complaint).upheld is is_upheld
