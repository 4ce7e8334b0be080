from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import DocumentError
from vertrag.fuzz.asking import engine
from vertrag.fuzz.observations import ScenarioEnded
from vertrag.oracles.conversation.telling import meant

SETTINGS = engine.Settings(seed=1, max_examples=3, allow_writes=False)
HEAD = "openapi: 3.0.0\ninfo: {title: x, version: '1'}\n"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "valid OpenAPI"),
        ("{[%", "syntactically"),
        ("just words", "valid OpenAPI"),
        ("- 1", "valid OpenAPI"),
        ("a: 1", "version"),
        ("openapi: 3.0\npaths: {}", "version in quotes"),
        ("openapi: 9.0.0\npaths: {}", "not supported"),
        (HEAD, '"paths" is a required property'),
        (f"{HEAD}paths: null", "null"),
        (f"{HEAD}paths: [1]", "version in quotes"),
    ],
)
def test_text_that_is_no_openapi_document_is_refused_with_a_next_step(text: str, word: str) -> None:
    with pytest.raises(DocumentError) as refused:
        engine.operations(engine.load(text, "file:///a.yaml", SETTINGS))
    assert word in f"{refused.value} {refused.value.hint}"
    assert "\n" not in f"{refused.value}"


def test_a_link_that_leads_to_what_nobody_can_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "links.yaml").write_bytes("a: Grüße".encode("latin-1"))
    link = "links: {next: {$ref: 'links.yaml#/a'}}"
    text = f"{HEAD}paths: {{/a: {{get: {{responses: {{'200': {{description: d, {link}}}}}}}}}}}"
    schema = engine.load(text, (tmp_path / "a.yaml").as_uri(), SETTINGS)
    with pytest.raises(DocumentError, match="no usable OpenAPI document"):
        next(engine.observe(schema, "http://127.0.0.1:1", frozenset()))


def test_operations_are_listed_with_their_flaws(document: str) -> None:
    text = (
        Path(document)
        .read_text(encoding="utf-8")
        .replace("- {name: ticketId", "- {$ref: '#/none'}\n        - {x: y")
    )
    found = engine.operations(engine.load(text, "file:///a.yaml", SETTINGS))
    assert [operation.label for operation in found if not operation.flaw] == [
        "GET /health",
        "GET /tickets",
        "POST /tickets",
    ]
    assert ["#/none" in operation.flaw for operation in found if operation.flaw] == [True]


def test_a_flaw_says_its_cause_where_the_engine_has_no_word_of_its_own() -> None:
    parameter = "{name: X-Straße, in: header, schema: {type: string}}"
    answers = "{default: {description: d}}"
    text = f"{HEAD}paths: {{/a: {{get: {{parameters: [{parameter}], responses: {answers}}}}}}}"
    (operation,) = engine.operations(engine.load(text, "file:///a.yaml", SETTINGS))
    assert operation.flaw == "Header name should be ASCII: X-Straße"


@pytest.mark.parametrize(("mark", "safe"), [("true", True), ("false", False), ("'yes'", False)])
def test_only_the_word_true_marks_an_operation_safe(mark: str, safe: bool) -> None:  # noqa: FBT001 - a parameter
    text = f"{HEAD}paths: {{/a: {{post: {{x-safe: {mark}, responses: {{}}}}}}}}"
    (operation,) = engine.operations(engine.load(text, "file:///a.yaml", SETTINGS))
    assert (operation.method, operation.marked_safe) == ("POST", safe)


def test_a_header_value_is_never_read_as_a_variable_of_the_environment(document: str) -> None:
    settings = replace(SETTINGS, headers=(("X-Key", "a${HOME}b${"),))
    schema = engine.load(Path(document).read_text(encoding="utf-8"), "file:///a.yaml", settings)
    assert schema.config.headers == {"X-Key": "a${HOME}b${"}


def test_the_configuration_is_ours_alone(
    document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "schemathesis.toml").write_text("workers = 7\n")
    monkeypatch.chdir(tmp_path)
    schema = engine.load(Path(document).read_text(encoding="utf-8"), "file:///a.yaml", SETTINGS)
    assert (schema.config.workers, schema.config.seed) == (1, 1)


def test_the_engine_alone_finds_the_one_postcode_that_a_server_stumbles_over(
    serve: Callable[..., Any],
) -> None:
    parameter = "{name: plz, in: query, schema: {type: string}}"
    operation = f"{{parameters: [{parameter}], responses: {{'200': {{description: x}}}}}}"
    text = f"{HEAD}paths: {{/customers: {{get: {operation}}}}}"
    values = tuple(meant("plz", ""))
    settings = replace(SETTINGS, max_examples=80, dictionaries=(("query.plz", values),))
    server = serve()
    observed = list(engine.observe(engine.load(text, "", settings), f"{server.url}/api", frozenset()))
    complaints = [each for seen in observed if isinstance(seen, ScenarioEnded) for each in seen.complaints]
    assert {each.sent.url.partition("?")[2] for each in complaints} == {"plz=28195"}
    real = sum(target.partition("plz=")[2] in values for _, target in server.seen)
    assert 0.1 < real / len(server.seen) < 0.4
