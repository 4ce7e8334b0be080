import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.events import RunFinished
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.reporting.outputs import ENDINGS
from vertrag.fuzz.reporting.recording import recorded
from vertrag.fuzz.reporting.report import listener, run

CRUMB = "crumb-of-0815/x"


@dataclass(frozen=True)
class Written:
    """What a run against the broken server wrote: as text, as JSON, and all reports in a folder."""

    exit_code: int
    text: str
    json: str
    folder: Path


@pytest.fixture(scope="module")
def written(broken_run: Any, tmp_path_factory: pytest.TempPathFactory) -> Written:
    text, document, folder = StringIO(), StringIO(), tmp_path_factory.mktemp("reports")
    (folder / "repro").mkdir()
    reports = (folder / "repro", *(folder / f"run{ending}" for ending in ENDINGS))
    headers = (*broken_run.options.headers, f"Cookie: sid={CRUMB}; theme=dark")
    asked = replace(broken_run.options, headers=headers, junit=folder / "junit.xml", reports=reports)
    exit_code = run(asked, text)
    with ExitStack() as cleanup:
        hear = listener("json", document, cleanup)
        for event in recorded(folder / "run.ndjson"):
            hear(event)
    return Written(exit_code, text.getvalue(), document.getvalue(), folder)


def test_the_exit_code_says_that_there_are_findings(written: Written) -> None:
    assert written.exit_code == 1


class Interrupted(StringIO):
    """What is written to where somebody interrupts the first finding."""

    was = False

    def write(self, text: str, /) -> int:
        if "critical" in text and not self.was:
            self.was = True
            raise KeyboardInterrupt
        return super().write(text)


def test_an_interruption_while_a_finding_is_told_leaves_the_result(broken_run: Any, tmp_path: Path) -> None:
    report = tmp_path / "run.ndjson"
    out = Interrupted()
    assert run(replace(broken_run.options, reports=(report,)), out) == 130
    assert "interrupted" in out.getvalue()
    *_, last = recorded(report)
    assert isinstance(last, RunFinished)
    assert (last.interruption, bool(last.findings)) == ("interrupted", True)


def test_what_was_not_tested_is_printed_with_the_next_step(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    out = StringIO()
    assert run(options(serve(token="another")), out) == 3
    (line,) = (each for each in out.getvalue().splitlines() if each.startswith("not tested  GET /tickets"))
    assert line.endswith(
        ": only 401; pass credentials that it accepts: --header 'Authorization: ...' or --query 'key=...'"
    )


def test_json_is_one_document_with_everything(written: Written, broken_run: Any) -> None:
    document = json.loads(written.json)
    assert (document["exit_code"], document["seed"], document["title"]) == (1, 1, "Tickets")
    assert document["score"] == broken_run.result.score
    assert document["coverage_counts"]["operation"] == {"covered": 4, "of": 4}
    told = [(each["code"], each["severity"], each["operations"]) for each in document["findings"]]
    causes = broken_run.result.causes
    assert told == [(cause.code, cause.severity, [*cause.operations]) for cause in causes]
    seen = [
        (each["code"], each["operation"]) for told in document["findings"] for each in told["occurrences"]
    ]
    assert sorted(seen) == sorted((each.code, each.operation) for each in broken_run.result.findings)


def test_no_secret_is_written_anywhere(written: Written, broken_run: Any) -> None:
    files = {
        path.name: path.read_text(encoding="utf-8") for path in written.folder.rglob("*") if path.is_file()
    }
    texts = {"text": written.text, "json": written.json, **files}
    for secret, variable in ((broken_run.server.token, "AUTHORIZATION"), (CRUMB, "COOKIE")):
        spellings = (secret, quote(secret, safe=""))
        assert [name for name, text in texts.items() if any(each in text for each in spellings)] == []
        assert {name for name, text in texts.items() if variable in text} == set(texts)


def test_a_folder_gets_a_script_and_a_test_for_each_finding(written: Written) -> None:
    names = [path.name for path in (written.folder / "repro").iterdir()]
    assert sorted(Path(name).suffix for name in names) == [".py"] * 5 + [".sh"] * 5
    assert any(name.startswith("test_st103_get_health_") for name in names)


def test_a_server_that_echoes_a_secret_betrays_nothing(broken_run: Any) -> None:
    assert [finding for finding in broken_run.result.findings if '"you": "$AUTHORIZATION"' in finding.answer]


def test_a_cookie_that_a_server_echoes_is_hidden_as_well(written: Written) -> None:
    findings = json.loads(written.json)["findings"]
    answers = [each["answer"] for finding in findings for each in finding["occurrences"]]
    assert any('"crumb": "$COOKIE"' in answer for answer in answers)


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


def test_a_record_to_go_on_with_is_not_overwritten(broken_run: Any, tmp_path: Path) -> None:
    path = tmp_path / "run.ndjson"
    path.write_text("of yesterday", encoding="utf-8")
    with pytest.raises(UsageError, match="is read"):
        run(replace(broken_run.options, resume=path, reports=(path,)), StringIO())
    assert path.read_text(encoding="utf-8") == "of yesterday"
