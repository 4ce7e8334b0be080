from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request
from vertrag.fuzz.judging.occasions import is_undivided, lacks_occasion, wishes_for_another

CONTENT = {"application/json": {"schema": {"type": "object"}}}
RESPONSES: Any = {"200": {"description": "", "content": CONTENT}}
PATHS = {"/x": {"get": {"responses": RESPONSES}}}
CONTRACT = compile_contract(from_tree({"openapi": "3.1.0", "paths": PATHS}))
OPERATION = CONTRACT.operations[0]


def request(**headers: str) -> Request:
    named = tuple((name.replace("_", "-"), text) for name, text in headers.items())
    return Request("GET", "/x", "", named, b"")


@pytest.mark.parametrize(
    ("status", "headers", "lacks"),
    [
        (406, {}, True),
        (406, {"accept": "application/*, text/csv"}, True),
        (406, {"accept": "text/csv"}, False),
        (412, {"accept": "text/csv"}, True),
        (412, {"if_none_match": "*"}, False),
        (417, {}, True),
        (417, {"expect": "100-continue"}, False),
        (405, {}, False),
    ],
)
def test_some_errors_answer_what_the_request_has_to_say(
    status: int,
    headers: dict[str, str],
    lacks: bool,  # noqa: FBT001 - a parametrized expectation
) -> None:
    assert lacks_occasion(status, request(**headers), OPERATION) is lacks


def test_who_wishes_for_nothing_wishes_for_nothing_else() -> None:
    assert not wishes_for_another(request(), OPERATION)


def test_parts_without_what_divides_them_may_be_refused_anywhere() -> None:
    said = (
        "multipart/form-data",
        "Multipart/mixed; charset=utf-8",
        'multipart/form-data; Boundary="x"',
        "text/csv",
    )
    assert [is_undivided(request(content_type=each)) for each in said] == [True, True, False, False]
    assert not is_undivided(request())
