from dataclasses import replace
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.contract.second_opinion import SecondOpinion
from vertrag.exchange import Response
from vertrag.fuzz.judging.jury import Jury
from vertrag.fuzz.observations import Complaint, Exchange, Sent

LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
NUMBER = {"application/json": {"schema": {"type": "integer"}}}
OPERATION: dict[str, Any] = {
    "parameters": [LIMIT],
    "responses": {"200": {"description": "", "content": NUMBER}},
}
DOCUMENT = from_tree(
    {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/x": {"get": OPERATION}}}
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


def test_what_only_the_engine_sees_is_not_upheld() -> None:
    assert not JURY.opinion(replace(COMPLAINT, response=answer(b"2"))).upheld


@pytest.mark.parametrize(
    ("code", "query", "upheld"),
    [("ST201", "limit=x", True), ("ST201", "limit=1", False), ("ST202", "limit=1", True)],
)
def test_complaints_about_input_are_held_against_the_request(code: str, query: str, upheld: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    sent = replace(SENT, url=f"{SENT.url}?{query}")
    assert JURY.opinion(replace(COMPLAINT, code=code, sent=sent)).upheld is upheld


def test_what_the_judges_have_no_word_on_stands() -> None:
    assert JURY.opinion(replace(COMPLAINT, code="ST301")).blame == "implementation"
    assert JURY.opinion(replace(COMPLAINT, sent=Sent("GET", "http://h/api/none"))).upheld


@pytest.mark.parametrize(
    ("status", "is_gap"), [(400, True), (405, True), (404, False), (500, False), (201, False), (302, False)]
)
def test_only_an_error_that_a_server_owes_is_a_gap(status: int, is_gap: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    complaint = replace(COMPLAINT, code="ST103", response=answer(b"{}", status))
    assert JURY.is_gap(complaint) is is_gap
    assert not JURY.is_gap(replace(complaint, code="ST108"))


def test_exchanges_are_alike_when_they_break_the_same_rules() -> None:
    text, number = Exchange(SENT, answer(b'"a"')), Exchange(SENT, answer(b"1"))
    assert JURY.likeness(text) == JURY.likeness(Exchange(SENT, answer(b'"another"')))
    assert JURY.likeness(text) != JURY.likeness(number)
    assert JURY.likeness(Exchange(SENT)) is None


def test_a_mock_that_says_that_it_takes_any_credential_is_not_blamed_for_it() -> None:
    ignored = replace(COMPLAINT, code="ST401", response=answer(b"2"))
    assert JURY.opinion(ignored).upheld
    why = ("x-vertrag-why", "invented, for any credential")
    assert not JURY.opinion(replace(ignored, response=Response(200, (why,), b"2"))).upheld


def test_a_key_that_came_before_may_be_refused() -> None:
    sent = replace(SENT, headers=(("Idempotency-Key", "0123456789"),))
    assert not JURY.opinion(replace(COMPLAINT, code="ST202", sent=sent)).upheld


def test_a_condition_that_is_not_met_is_no_refusal() -> None:
    sent = replace(SENT, headers=(("If-Match", '"x"'),))
    refused = replace(COMPLAINT, code="ST202", sent=sent, response=answer(b"1", 412))
    assert not JURY.opinion(refused).upheld
    assert JURY.opinion(replace(refused, sent=SENT)).upheld


def test_a_refusal_that_the_document_foresees_is_ambiguous() -> None:
    sent = replace(SENT, url=f"{SENT.url}?limit=1")
    refused = replace(COMPLAINT, code="ST202", sent=sent)
    foreseen = JURY.opinion(replace(refused, response=answer(b"{}", 400)))
    assert (foreseen.blame, foreseen.upheld) == ("ambiguous", True)
    assert "allow the request" in foreseen.reading
    assert JURY.opinion(replace(refused, response=answer(b"{}", 409))).blame == "implementation"
