from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.choosing.choices import choices_of
from vertrag.fuzz.identity.grant import Grant
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.plan import plan


def test_a_plan_knows_what_will_be_tested_where(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    server = serve()
    planned = plan(options(server, only=("GET /health", "POST /tickets")))
    assert planned.started.base_url == f"{server.url}/api"
    assert planned.started.operations == ("GET /health", "POST /tickets")
    assert planned.scope.untouched == {"POST /tickets", "GET /tickets", "GET /tickets/{ticketId}"}
    assert server.token not in str(planned.started)


def test_settings_about_no_operation_are_said(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    with pytest.raises(UsageError, match="'GET /ticket'"):
        plan(options(serve(), choices=choices_of([("GET /ticket", {"skip": True})])))


def test_an_older_document_is_asked_for_only_where_that_is_allowed(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], document: str, tmp_path: Path
) -> None:
    server = serve()
    with pytest.raises(UsageError, match=r"elsewhere\.example"):
        plan(options(server, since="http://elsewhere.example/old.yaml"))
    old = tmp_path / "old.yaml"
    old.write_text(
        Path(document).read_text(encoding="utf-8").replace("/health", "/healthy"), encoding="utf-8"
    )
    changed = plan(options(server, since=str(old))).started.changed
    assert [(entry.operation, entry.reason) for entry in changed] == [("GET /health", "it is new")]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"headers": (), "token_command": "exit 7"}, "exit code 7"),
        ({"token_command": "echo x"}, "two ways to fill"),
        ({"headers": (), "token_command": "echo x", "grant": Grant("http://127.0.0.1/")}, "two ways to get"),
        ({"headers": (), "grant": Grant("http://token.example/")}, r"token\.example is not this machine"),
    ],
)
def test_without_a_token_nothing_begins(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], changes: dict[str, Any], message: str
) -> None:
    server = serve()
    with pytest.raises(UsageError, match=message):
        plan(options(server, **changes))
    assert server.seen == []


def test_an_operation_that_the_engine_does_not_know_is_said_to_be_untested(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    item = "{get: {responses: {200: {description: d}}}, additionalOperations: {COPY: {responses: {}}}}"
    newer = tmp_path / "newer.yaml"
    head = "openapi: 3.2.0\ninfo: {title: t, version: '1'}\n"
    newer.write_text(f"{head}paths: {{/health: {item}}}\n", encoding="utf-8")
    planned = plan(options(serve(), document=str(newer)))
    assert planned.started.operations == ("GET /health", "COPY /health")
    assert [each.operation for each in planned.started.skipped] == ["COPY /health"]


def test_values_that_are_given_are_examples_and_secrets_stay_secret(
    serve: Callable[..., Any],
    options: Callable[..., FuzzOptions],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SUBJECT", "only-for-us")
    (tmp_path / "data.yaml").write_text("ticketId: 7\nsubject: ${SUBJECT}\n")
    planned = plan(options(serve(), data=tmp_path / "data.yaml"))
    assert planned.data.values == {"ticketId": 7, "subject": "only-for-us"}
    assert "only-for-us" in planned.source.text
    assert planned.redaction.scrub("it is only-for-us") == "it is $SUBJECT"
