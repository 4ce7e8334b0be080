from dataclasses import replace

import pytest

from vertrag.exchange import Response
from vertrag.fuzz.judging.jury import OF_NULL, Opinion
from vertrag.fuzz.judging.roots import root_of
from vertrag.fuzz.observations import Complaint, Sent

SENT = Sent("GET", "http://127.0.0.1/x?long=parameter")
TOLD = Complaint("rule", "ST108", "Drift", 1, "GET /x", "a/enum", "one of", "lost", SENT, Response(200))
OTHER = replace(TOLD, operation="GET /y", key="b/type", actual="found")
SURE, DOUBTED = Opinion(), Opinion("ambiguous")


def root(complaint: Complaint, opinion: Opinion = SURE, body: bytes = b"", status: int = 200) -> str:
    response = Response(status, (), body)
    return root_of(replace(complaint, response=response), opinion, body.decode())


def test_drift_is_rooted_in_the_rule_that_is_broken() -> None:
    opinion = Opinion(rule="#/components/schemas/Ticket/properties/status/enum")
    assert root(TOLD, opinion) == root(OTHER, opinion) == f"ST108 {opinion.rule}"


def test_what_a_server_does_everywhere_is_rooted_in_what_came() -> None:
    assert root(replace(TOLD, code="ST105", actual="text/html")) == "ST105 text/html"


def test_connections_that_break_are_one_root_whoever_tells_it() -> None:
    walk = replace(TOLD, code="VF801", actual="no answer for name null", response=None)
    engine = replace(OTHER, code="VF01", response=None)
    assert root_of(walk, SURE, "") == root_of(engine, SURE, "") == "VF01"


def test_who_fails_for_the_type_of_content_does_so_everywhere() -> None:
    engine, walk = replace(TOLD, code="ST102"), replace(OTHER, code="VF801", key="x content-type in header")
    assert root(engine) == root(walk) != root(replace(walk, key="x"))


@pytest.mark.parametrize(("other", "law"), [("ST301", "VF410"), ("ST302", "VF401"), ("VF603", "VF205")])
def test_a_law_is_a_root_and_so_is_what_another_check_sees_of_it(other: str, law: str) -> None:
    assert root(replace(TOLD, code=other)) == root(replace(OTHER, code=law)) == law


def test_one_kind_of_rule_that_nobody_checks_is_one_root_whoever_tells_it() -> None:
    engine, walk = replace(TOLD, code="ST201"), replace(OTHER, code="VF802")
    assert root(engine, Opinion(broken="query type")) == root(walk, Opinion(broken="query type"))
    assert root(engine, Opinion(broken="query type")) != root(walk, Opinion(broken="body type"))
    assert root(engine, Opinion(broken="query type")) == root(walk, Opinion(broken="query style"))


def test_one_value_that_crashes_in_one_place_is_one_root() -> None:
    crash = replace(TOLD, code="VF801", actual='500 for name "ß"')
    assert root(crash) == root(replace(crash, operation="GET /y"))
    assert root(crash) != root(replace(crash, actual='500 for name ""'))


def test_a_document_that_says_too_little_is_one_root_whatever_is_refused() -> None:
    refused = replace(TOLD, code="ST202")
    assert root(refused, DOUBTED, b"no filter") == root(refused, DOUBTED, b"no label") == "ST202"


def test_null_that_is_spoken_of_in_words_alone_is_one_root_wherever_it_is() -> None:
    here, there = (Opinion("ambiguous", OF_NULL, rule=f"#/{name}/type") for name in "ab")
    assert root(TOLD, here) == root(OTHER, there) != root(OTHER, replace(there, reading=""))


def test_valid_requests_that_nobody_may_refuse_share_the_words_of_the_refusal() -> None:
    refused = replace(TOLD, code="ST202")
    assert root(refused, SURE, b"no filter 17") == root(refused, SURE, b"no filter 18")
    assert root(refused, SURE, b"no filter") != root(refused, SURE, b"no label")
    assert root(refused, SURE, b"17", 422) == "ST202 422"


def test_a_router_that_has_no_allow_and_one_that_crashes_are_two_roots() -> None:
    routed = replace(TOLD, code="ST204")
    assert root(routed, status=405) == root(replace(routed, operation="GET /y"), status=405)
    assert root(routed, status=405) != root(routed, status=403)


def test_crashes_below_one_path_in_the_same_words_have_one_root() -> None:
    crash = replace(TOLD, code="ST101")
    assert root(crash, SURE, b"oops") == root(replace(crash, operation="PUT /x"), SURE, b"oops")
    assert root(crash, SURE, b"oops") != root(replace(crash, operation="GET /y"), SURE, b"oops")


def test_an_error_body_that_is_described_again_and_again_has_one_root() -> None:
    here, there = (Opinion(rule=f"#/paths/~1{name}/get/responses/400/schema/type") for name in "xy")
    assert root(TOLD, here, b'{"code": 1}', 400) == root(OTHER, there, b'{"code": 2}', 400)
    assert root(TOLD, here, b'{"code": 1}', 400) != root(OTHER, there, b"[]", 400)
    assert root(TOLD, here, b"oops", 400) == root(OTHER, there, b"no", 400)


def test_a_crash_that_no_value_is_behind_is_one_of_its_path() -> None:
    crash = replace(TOLD, code="VF801", actual="500 for what the document allows")
    assert root(crash, SURE, b"oops") == root(replace(TOLD, code="ST101"), SURE, b"oops")
    assert root(crash, SURE, b"oops") != root(replace(crash, operation="GET /y"), SURE, b"oops")
