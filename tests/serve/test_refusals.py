from dataclasses import replace
from typing import Any

import pytest

from vertrag.contract.violations import Violation
from vertrag.errors import Refused
from vertrag.serve.refusals import from_refused, from_violations, render

TOO_SMALL = Violation("query", "minimum", "0 is less than 1", "limit", value=0)
UNREADABLE = Violation("body", "malformed", "is no JSON")


@pytest.mark.parametrize(
    ("violations", "declared", "status"),
    [
        ([TOO_SMALL], [], 400),
        ([TOO_SMALL], ["200", "400"], 400),
        ([TOO_SMALL], ["200", "422"], 422),
        ([TOO_SMALL], ["400", "422"], 422),
        ([UNREADABLE], ["400", "422"], 400),
        ([UNREADABLE], ["422"], 422),
        ([Violation("media type", "content", "is sent as x")], ["400"], 415),
    ],
)
def test_the_status_of_an_invalid_request_is_what_the_document_declares(
    make_mount: Any, violations: list[Violation], declared: list[str], status: int
) -> None:
    mount = make_mount({"/x": {"get": {"responses": {key: {"description": ""} for key in declared}}}})
    assert from_violations(violations, mount, mount.contract.operations[0]).problem.status == status


def test_an_error_is_written_as_the_vendor_writes_it(ask: Any, make_mount: Any) -> None:
    def error_body(status: int, title: str, detail: str, faults: Any) -> dict[str, Any]:
        return {"status": status, "places": [place for place, _ in faults], "said": bool(title and detail)}

    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    mount = make_mount({"/x": {"get": {"parameters": [limit], "responses": {}}}}, error_body=error_body)
    assert ask(mount, "GET", "/x?limit=a").json() == {"status": 400, "places": ["limit"], "said": True}
    assert ask(mount, "GET", "/y").json() == {"status": 404, "places": [], "said": True}


def test_many_violations_are_counted_in_words_and_listed_in_full(make_mount: Any) -> None:
    mount = make_mount({"/x": {"get": {}}})
    problem = from_violations([TOO_SMALL] * 7, mount, mount.contract.operations[0]).problem
    assert problem.detail.endswith("and 2 more")
    assert len(problem.as_problem_json()["errors"]) == 7


@pytest.mark.parametrize("value", ["x" * 10_000, "\ud800", b"\xff", float("nan"), 10**40, ["a"] * 1000])
def test_any_offending_value_can_be_shown(make_mount: Any, value: object) -> None:
    mount = make_mount({"/x": {"get": {}}})
    refusal = from_violations(
        [Violation("body", "type", "no", value=value)], mount, mount.contract.operations[0]
    )
    assert len(render(refusal)[1]) < 1000


def test_the_server_can_be_told_the_status_of_bad_requests(make_mount: Any) -> None:
    mount = replace(
        make_mount({"/x": {"get": {"responses": {"400": {"description": ""}}}}}), invalid_status=422
    )
    assert from_violations([TOO_SMALL], mount, mount.contract.operations[0]).problem.status == 422


def test_a_handler_that_finds_nobody_behind_a_credential_says_which_one_would_do(make_mount: Any) -> None:
    mount = make_mount({"/x": {"get": {"responses": {}}}})
    operation = mount.contract.operations[0]
    headers = [from_refused(Refused(status, "no"), mount, operation).problem.headers for status in (401, 403)]
    assert headers == [{"www-authenticate": "Bearer"}, {}]
