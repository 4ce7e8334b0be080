import pytest

from vertrag.lint.inspection import inspect_text

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nsecurity: [{key: []}]\n"
SCHEMES = "components: {securitySchemes: {key: {type: http, scheme: basic}}}\n"


def gaps(operation: str, *statuses: str) -> list[str]:
    responses = ", ".join(f"'{status}': {{description: D}}" for status in statuses)
    parameter = "{name: x, in: path, required: true, schema: {type: string}}"
    path = (
        f"    parameters: [{parameter}]\n    put: {{operationId: a, {operation}responses: {{{responses}}}}}\n"
    )
    lints = inspect_text(f"{HEAD}{SCHEMES}paths:\n  /a/{{x}}:\n{path}", "document").lints
    return [lint.rule.code for lint in lints]


BODY = "requestBody: {content: {application/json: {}}}, "


def test_every_gap_of_an_operation_is_told() -> None:
    assert sorted(gaps(BODY, "200")) == ["V190", "V191", "V192", "V193", "V194"]


@pytest.mark.parametrize("cover", ["4XX", "default"])
def test_a_range_or_a_default_covers_all_of_them(cover: str) -> None:
    assert gaps(BODY, "200", cover) == []


@pytest.mark.parametrize("open_way", ["security: [], ", "security: [{key: []}, {}], "])
def test_who_needs_no_credential_is_not_refused_one(open_way: str) -> None:
    assert gaps(open_way, "200", "400", "404", "405") == []
