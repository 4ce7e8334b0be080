import re
from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree, load
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Response
from vertrag.fuzz.judging.assertions import assertion
from vertrag.fuzz.observations import Complaint, Sent

BASE = "http://h/api"
ODD_ROW = b'[{"id": 7, "subject": "x", "status": "lost"}]'
JSON = (("content-type", "application/json"),)


def said(document: str, code: str, body: bytes = b"", status: int = 200) -> str:
    sent, response = Sent("GET", f"{BASE}/tickets"), Response(status, JSON, body)
    complaint = Complaint("r", code, "t", 1, "GET /tickets", "k", "e", "a", sent, response)
    return assertion(compile_contract(load(document)), BASE, complaint)


@pytest.mark.parametrize(
    ("code", "body", "expected"),
    [
        ("ST101", b"", "status < 500"),
        ("ST109", b"", "[at(body)]"),
        ("ST105", b"", "headers.get_content_type() in ['application/json']"),
        (
            "ST108",
            b'[{"id": 7, "subject": "x", "status": "lost"}]',
            "not there(body, 0, 'status') or at(body, 0, 'status') in ['open', 'closed']",
        ),
        ("ST108", b'{"id": 7}', "isinstance(at(body), list)"),
        ("ST108", b"[]", ""),
        ("VF101", b"", 'status < 400 or at(body, "status") == status'),
        ("VF705", b"", "status in (401, 403)"),
        ("VF505", b"", ""),
    ],
)
def test_an_answer_can_be_asked_in_python(document: str, code: str, body: bytes, expected: str) -> None:
    assert said(document, code, body) == expected


def test_the_declared_statuses_are_those_of_the_document(document: str) -> None:
    asked = said(document, "ST103")
    assert [eval(asked, {"status": status}) for status in (200, 418)] == [True, False]  # noqa: S307 - our own words


def test_a_row_that_is_gone_is_no_refusal_of_what_is_valid(document: str) -> None:
    asked = said(document, "ST202", status=400)
    kept = [eval(asked, {"status": status}) for status in (200, 404, 409, 400, 422)]  # noqa: S307 - our own words
    assert kept == [True, True, True, False, False]


def test_what_the_document_does_not_know_has_no_assertion(document: str) -> None:
    sent = Sent("GET", f"{BASE}/elsewhere")
    complaint = Complaint("r", "ST103", "t", 1, "GET /elsewhere", "k", "e", "a", sent, None)
    assert assertion(compile_contract(load(document)), BASE, complaint) == ""


def broken(schema: dict[str, Any], value: Any) -> str:
    """What is asked of an answer whose member does not fit a schema."""
    row = {"type": "object", "properties": {"at": schema}}
    answer = {"description": "", "content": {"application/json": {"schema": row}}}
    paths = {"/x": {"get": {"responses": {"200": answer}}}}
    sent, response = Sent("GET", f"{BASE}/x"), Response(200, JSON, orjson.dumps({"at": value}))
    complaint = Complaint("r", "ST108", "t", 1, "GET /x", "k", "e", "a", sent, response)
    return assertion(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})), BASE, complaint)


@pytest.mark.parametrize(
    ("schema", "wrong", "right"),
    [
        ({"format": "date-time"}, "2026-03-01T08:00:00", "2026-03-01T08:00:00.5Z"),
        ({"format": "date"}, "01.03.2026", "2026-03-01"),
        ({"format": "uuid"}, "6a4a5ed7c4cf", "6a4a5ed7-c4cf-4b96-ad59-298c4b3c74f7"),
        ({"pattern": "^R-[0-9]{4}$"}, "R1234", "R-1234"),
    ],
)
def test_a_text_is_asked_for_in_its_form(schema: dict[str, str], wrong: str, right: str) -> None:
    asked = broken({"type": "string", **schema}, wrong)
    names = {"re": re, "there": lambda body, name: name in body, "at": lambda body, name: body[name]}
    verdicts = [bool(eval(asked, names | {"body": {"at": text}})) for text in (wrong, right)]  # noqa: S307 - our own words
    assert verdicts == [False, True]


def test_what_is_only_written_has_no_business_in_an_answer() -> None:
    assert broken({"type": "string", "writeOnly": True}, "1234") == "not there(body, 'at') or False"


@pytest.mark.parametrize("schema", [{"format": "email"}, {"pattern": r"^\p{L}+$"}])
def test_a_form_that_python_does_not_read_is_left_to_the_law(schema: dict[str, str]) -> None:
    assert broken({"type": "string", **schema}, "7") == ""


@pytest.mark.parametrize(
    ("operation", "expected"),
    [("DELETE /tickets/{ticketId}", "status in (401, 403, 404)"), ("POST /tickets", "400 <= status < 500")],
)
def test_what_a_path_names_is_closed_and_what_a_body_names_is_refused(operation: str, expected: str) -> None:
    sent = Sent("POST", f"{BASE}/tickets")
    complaint = Complaint("r", "VF902", "t", 1, operation, "k", "e", "a", sent, Response(201))
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {}}))
    assert assertion(contract, BASE, complaint) == expected
