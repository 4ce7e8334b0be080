import pytest

from vertrag.contract.loading.document import load
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
        ("ST105", b"", "headers.get_content_type() in ['application/json']"),
        (
            "ST108",
            b'[{"id": 7, "subject": "x", "status": "lost"}]',
            "not there(body, 0, 'status') or at(body, 0, 'status') in ['open', 'closed']",
        ),
        ("ST108", b'{"id": 7}', "isinstance(at(body), list)"),
        ("ST108", b"[]", ""),
        ("VF101", b"", 'status < 400 or at(body, "status") == status'),
        ("VF505", b"", ""),
    ],
)
def test_an_answer_can_be_asked_in_python(document: str, code: str, body: bytes, expected: str) -> None:
    assert said(document, code, body) == expected


def test_the_declared_statuses_are_those_of_the_document(document: str) -> None:
    asked = said(document, "ST103")
    assert [eval(asked, {"status": status}) for status in (200, 418)] == [True, False]  # noqa: S307 - our own words


def test_what_the_document_does_not_know_has_no_assertion(document: str) -> None:
    sent = Sent("GET", f"{BASE}/elsewhere")
    complaint = Complaint("r", "ST103", "t", 1, "GET /elsewhere", "k", "e", "a", sent, None)
    assert assertion(compile_contract(load(document)), BASE, complaint) == ""
