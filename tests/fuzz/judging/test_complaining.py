from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Response
from vertrag.fuzz.judging.complaining import complaints
from vertrag.fuzz.observations import Attempt, Sent

ANSWER: dict[str, Any] = {
    "description": "",
    "headers": {"ETag": {"required": True, "schema": {"type": "string"}}},
    "content": {"application/json": {"schema": {"type": "array", "items": {"type": "integer"}}}},
}
CONTRACT = compile_contract(
    from_tree({"openapi": "3.1.0", "paths": {"/x": {"get": {"responses": {"200": ANSWER}}}}})
)
SENT = Sent("GET", "http://h/x")
JSON = ("content-type", "application/json")
TAG = ("etag", '"1"')


def told(response: Response | None) -> list[tuple[str, str, str | None]]:
    found = CONTRACT.find("GET", "/x")
    assert found is not None
    attempt = Attempt("GET /x", SENT, response, valid=True, ordinary=True)
    return [(each.code, each.key, each.place) for each in complaints(found[0], attempt)]


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (None, []),
        (Response(200, (JSON, TAG), b"[1]"), []),
        (Response(500, (("content-type", "text/html"),)), [("ST101", "500", None)]),
        (Response(302, (TAG,)), []),  # a law tells it
        (Response(202, (JSON, TAG), b"[]"), [("ST103", "202", None)]),
        (Response(200, (TAG,), b"[]"), [("ST104", "", None)]),
        (Response(200, (("content-type", "text/html"), TAG), b"[]"), [("ST105", "", None)]),
        (Response(200, (("content-type", "json"), TAG), b"[]"), [("ST106", "", None)]),
        (Response(200, (JSON,), b"[]"), [("ST107", "ETag", None)]),
        (Response(200, (JSON, TAG), b"[1"), [("ST109", "JSON deserialization error", None)]),
    ],
)
def test_a_wrong_answer_is_told_by_the_code_and_key_of_the_check_that_sees_it(
    response: Response | None, expected: list[Any]
) -> None:
    assert told(response) == expected


def test_drift_is_told_with_its_place_and_the_rule_in_the_document() -> None:
    ((code, key, place),) = told(Response(200, (JSON, TAG), b'[1, "2"]'))
    assert (code, place, key.rpartition("/")[2]) == ("ST108", "/1", "type")
