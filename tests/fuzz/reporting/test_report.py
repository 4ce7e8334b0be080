import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.reporting.report import run


@dataclass(frozen=True)
class Written:
    """What two runs against the broken server wrote: one as text with JUnit, one as JSON."""

    exit_codes: tuple[int, int]
    text: str
    json: str
    junit: str


@pytest.fixture(scope="module")
def written(broken_run: Any, tmp_path_factory: pytest.TempPathFactory) -> Written:
    text, document, junit = StringIO(), StringIO(), tmp_path_factory.mktemp("junit") / "junit.xml"
    exit_codes = (
        run(replace(broken_run.options, junit=junit), text),
        run(replace(broken_run.options, format="json"), document),
    )
    return Written(exit_codes, text.getvalue(), document.getvalue(), junit.read_text(encoding="utf-8"))


def test_the_exit_code_says_that_there_are_findings(written: Written) -> None:
    assert written.exit_codes == (1, 1)


def test_what_was_not_tested_is_printed_with_the_next_step(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    out = StringIO()
    assert run(options(serve(token="another")), out) == 0
    assert (
        "not tested  GET /tickets: only 401; pass credentials that it accepts: --header 'Authorization: ...'"
        in out.getvalue()
    )


def test_json_is_one_document_with_everything(written: Written, broken_run: Any) -> None:
    document = json.loads(written.json)
    assert (document["exit_code"], document["seed"], document["title"]) == (1, 1, "Tickets")
    told = [(finding["code"], finding["operation"]) for finding in document["findings"]]
    assert told == [(finding.code, finding.operation) for finding in broken_run.result.findings]


@pytest.mark.parametrize("kind", ["text", "json", "junit"])
def test_no_secret_is_written_anywhere(written: Written, broken_run: Any, kind: str) -> None:
    assert broken_run.server.token not in getattr(written, kind)
    assert "$AUTHORIZATION" in getattr(written, kind)


def test_a_server_that_echoes_a_secret_betrays_nothing(broken_run: Any) -> None:
    assert [finding for finding in broken_run.result.findings if '"you": "$AUTHORIZATION"' in finding.answer]


def test_a_missing_folder_for_junit_is_said_before_anything_is_sent(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    server = serve()
    with pytest.raises(UsageError, match="no folder"):
        run(options(server, junit=tmp_path / "none" / "junit.xml"), StringIO())
    assert server.seen == []


def test_a_report_that_cannot_be_written_is_said_before_the_run(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    server = serve()
    with pytest.raises(UsageError, match="cannot write"):
        run(options(server, junit=tmp_path), StringIO())
    assert server.seen == []
