from types import SimpleNamespace
from typing import Any

import pytest

from vertrag.fuzz.judging.expectations import expectation, status_line


def failure(code: str, **facts: Any) -> SimpleNamespace:
    return SimpleNamespace(code=code, **facts)


@pytest.mark.parametrize(
    ("failed", "expected", "actual"),
    [
        (
            failure("ST101", status_code=500),
            "any request is answered without a server error",
            "500 Internal Server Error",
        ),
        (
            failure("ST103", status_code=299, defined_status_codes=["200", "4XX"]),
            "a documented status: 200, 4XX",
            "299",
        ),
        (failure("ST103", status_code=200, defined_status_codes=[]), "a documented status: none", "200 OK"),
        (failure("ST104", media_types=["text/csv"]), "a Content-Type: text/csv", "no Content-Type header"),
        (
            failure("ST105", content_type="a/b", defined_content_types=["c/d"]),
            "a documented media type: c/d",
            "a/b",
        ),
        (failure("ST107", missing_headers=["ETag"]), "response headers ETag", "an answer without them"),
        (failure("ST202", status_code=400), "a valid request is accepted", "400 Bad Request"),
        (failure("ST301", message="Still\nthere.\n\nDeleted"), "404 for what was deleted", "Still there."),
        (failure("ST999", message="New"), "the documented behaviour", "New"),
    ],
)
def test_a_failure_is_told_as_what_was_expected_and_what_came(
    failed: Any, expected: str, actual: str
) -> None:
    assert expectation(failed) == (expected, actual)


def test_a_schema_violation_names_the_place_and_the_rule() -> None:
    drift = failure(
        "ST108",
        instance_path=["items", 0],
        schema_path=["items", "enum"],
        schema={"enum": ["open"]},
        validation_message='"lost" is not "open"',
    )
    assert expectation(drift) == ('at /items/0 enum: ["open"]', '"lost" is not "open"')


def test_a_rule_that_fills_the_screen_is_cut() -> None:
    drift = failure(
        "ST108", instance_path=[], schema_path=["enum"], schema={"enum": ["x" * 500]}, validation_message="no"
    )
    assert len(expectation(drift)[0]) < 150


def test_an_accepted_invalid_request_says_what_was_invalid() -> None:
    accepted = failure("ST201", status_code=201, message="Should fail\nInvalid component: Missing\n  subject")
    assert expectation(accepted)[1] == "201 Created, although invalid: Missing subject"


def test_a_status_without_a_phrase_is_its_number() -> None:
    assert status_line(299) == "299"
