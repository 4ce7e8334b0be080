import json
from typing import Any

import pytest

from vertrag.lint.inspection import inspect_text


@pytest.mark.parametrize(
    ("dialect", "codes"),
    [
        ("http://json-schema.org/draft-04/schema#", []),
        ("https://json-schema.org/draft/2019-09/schema", []),
        ("https://spec.openapis.org/oas/3.1/dialect/base", []),
        ("https://spec.openapis.org/oas/3.2/dialect/2025-09-17", []),
        ("https://example.com/dialect", ["V168"]),
        ("http://json-schema.org/draft-03/schema#", ["V168"]),
    ],
)
def test_a_dialect_is_read_or_said(dialect: str, codes: Any) -> None:
    text = (
        f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\njsonSchemaDialect: {dialect}\n"
        "servers: [{url: /}]\npaths: {}\n"
    )
    assert [lint.rule.code for lint in inspect_text(text, "case").lints if lint.rule.code == "V168"] == codes


@pytest.mark.parametrize(
    ("outer", "inner", "codes"),
    [
        ({}, {}, ["V158"]),
        ({"$schema": "http://json-schema.org/draft-04/schema#"}, {}, []),
        ({}, {"$schema": "http://json-schema.org/draft-04/schema#"}, []),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, {}, ["V158"]),
    ],
)
def test_a_flag_beside_a_bound_is_right_in_draft_4(outer: Any, inner: Any, codes: list[str]) -> None:
    bounded = {"type": "integer", "minimum": 1, "exclusiveMinimum": True}
    schema = {"type": "object", "properties": {"n": {**bounded, **inner}}, **outer}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "components": {"schemas": {"A": schema}},
    }
    found = [lint.rule.code for lint in inspect_text(json.dumps(tree), "case").lints]
    assert [code for code in found if code in ("V158", "V162")] == codes
