from typing import Any

import pytest

from vertrag.lint.inspection import inspect_text
from vertrag.lint.originals import original

WRITTEN: dict[str, Any] = {
    "swagger": "2.0",
    "basePath": "/v1",
    "paths": {"/x": {"post": {"parameters": [{"type": "integer"}], "responses": {"200": {"schema": {}}}}}},
    "definitions": {"a/b": {"type": "object"}},
    "securityDefinitions": {"key": {}},
}


@pytest.mark.parametrize(
    ("upgraded", "written"),
    [
        ("/components/schemas/a~1b/type", "/definitions/a~1b/type"),
        ("/components/securitySchemes/key", "/securityDefinitions/key"),
        ("/servers/0/url", "/basePath"),
        ("/paths/~1x/post/responses/200/content/a~1b/schema", "/paths/~1x/post/responses/200/schema"),
        ("/paths/~1x/post/parameters/0/schema/type", "/paths/~1x/post/parameters/0/type"),
        ("/paths/~1x/post/requestBody/content/a~1b/schema", "/paths/~1x/post/parameters"),
        ("/paths/~1x/post/nothing/below", "/paths/~1x/post"),
        ("", ""),
    ],
)
def test_a_finding_has_its_place_in_the_file_or_the_closest_around_it(upgraded: str, written: str) -> None:
    assert original(upgraded, WRITTEN) == written


def test_a_document_of_the_second_version_is_linted_where_it_is_written() -> None:
    text = """swagger: '2.0'
info: {title: T, version: '1'}
paths:
  /x:
    get: {operationId: a, parameters: 5, responses: {200: {description: d}}}
definitions:
  S: {type: object, properties: {a: {type: integer, default: b}}}
  U: {type: object, required: [5]}
"""
    found = [
        (lint.rule.code, lint.line)
        for lint in inspect_text(text, "document").lints
        if lint.rule.severity != "info"
    ]
    assert found == [("V105", 5), ("V181", 7), ("V105", 8)]
