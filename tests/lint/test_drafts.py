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
