from typing import Any

import pytest
import yaml

from vertrag.contract.loading.document import Document, from_tree
from vertrag.fuzz.choosing.drift import changes

TEXT = """
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /tickets:
    parameters: [{$ref: "#/components/parameters/Limit"}]
    get: {summary: List, responses: {"200": {$ref: "#/components/responses/Tickets"}}}
  /health:
    get: {responses: {"200": {description: up}}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer}}
  responses:
    Tickets: {description: all, content: {application/json: {schema: {$ref: "#/components/schemas/Ticket"}}}}
  schemas:
    Ticket: {type: object, properties: {title: {type: string}, inner: {$ref: "#/components/schemas/Ticket"}}}
"""


def document(*edit: str) -> Document:
    text = TEXT
    for old, new in zip(edit[::2], edit[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    tree: Any = yaml.safe_load(text)
    return from_tree(tree)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("title: {type: string}", "title: {type: integer}", "changed: #/components/schemas/Ticket"),
        ("in: query", "in: header", "changed: #/components/parameters/Limit"),
        ("{summary: List, responses", "{deprecated: true, responses", "changed: the operation"),
        ("info:", "security: [{key: []}]\ninfo:", "changed: security"),
    ],
)
def test_what_an_operation_refers_to_is_a_part_of_it(old: str, new: str, reason: str) -> None:
    assert changes(document(), document(old, new))["GET /tickets"] == reason


def test_the_others_are_unchanged() -> None:
    assert list(changes(document(), document("in: query", "in: header"))) == ["GET /tickets"]


@pytest.mark.parametrize(
    ("old", "new"), [("summary: List", "summary: All"), ("description: up", "description: alive")]
)
def test_words_for_people_change_nothing(old: str, new: str) -> None:
    assert changes(document(), document(old, new)) == {}


def test_a_property_that_is_called_title_is_no_word_for_people() -> None:
    assert "GET /tickets" in changes(document(), document("title: {type: string}, ", ""))


def test_a_new_operation_is_new() -> None:
    assert changes(document("/health:", "/x:"), document()) == {"GET /health": "it is new"}
