from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.fuzz.judging.culprits import culprits
from vertrag.oracles.grounds import grounds_of

ROOM = {"type": "object", "properties": {"label": {}, "hours": {"type": "object", "properties": {"day": {}}}}}
POST: dict[str, Any] = {
    "parameters": [{"name": "If-Match", "in": "header", "schema": {"type": "string"}}],
    "requestBody": {"content": {"application/json": {"schema": ROOM}}},
    "responses": {"201": {"description": ""}},
}
TREE = {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {"/rooms": {"post": POST}}}


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("Key 'label' is missing, and day as well", "label"),
        ('{"label": "the day is over"}', "day"),
        ('{"detail": [{"loc": ["body", "hours", "day"], "msg": "is no day"}]}', "hours"),
        ("If-Match in header: should be an integer", "If-Match"),
        ("if-match in header: should be an integer", "if-match"),
        ("labels are bad", ""),
        ("Label is a word, and the label a member", "label"),
        ("", ""),
    ],
)
def test_the_first_name_of_the_document_that_is_mentioned_is_meant(answer: str, named: str) -> None:
    culprit = culprits(grounds_of(compile_contract(from_tree(TREE))))
    assert culprit("POST /rooms", answer) == named
    assert culprit("GET /elsewhere", answer) == ""
