import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.events import FindingFound, Gap, GapFound
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.reporting.report import TextReport, run, visible


def told(events: list[Any]) -> str:
    out = StringIO()
    with ExitStack() as cleanup:
        report = TextReport(out, cleanup)
        for event in events:
            report.hear(event)
    return out.getvalue()


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


def test_the_first_line_says_what_is_fuzzed_against_what(clean_run: Any) -> None:
    first = told(clean_run.events).splitlines()[0]
    document = clean_run.options.document
    assert first == f"Fuzzing Tickets ({document}) against {clean_run.server.url}/api, seed 1"


def test_a_finding_is_a_block_that_ends_in_its_command(broken_run: Any) -> None:
    finding = broken_run.result.findings[0]
    lines = [line.strip() for line in told([FindingFound(finding)]).splitlines() if line]
    assert [line.split()[0] for line in lines] == [
        finding.severity,
        "operation",
        "expected",
        "got",
        "answer",
        "try",
    ]
    assert lines[-1].endswith(finding.curl)


def test_each_finding_is_printed_once(broken_run: Any) -> None:
    text = told(broken_run.events)
    assert [text.count(finding.curl + "\n") for finding in broken_run.result.findings] == [1] * 5
    assert "5 findings, 4 of 4 operations tested\n" in text


def test_the_end_says_how_to_repeat_the_run(clean_run: Any) -> None:
    assert told(clean_run.events).splitlines()[-1].endswith("repeat with --seed 1")


def test_what_was_not_tested_is_printed_with_the_next_step(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    out = StringIO()
    assert run(options(serve(token="another")), out) == 0
    assert (
        "not tested  GET /tickets: only 401; pass credentials that it accepts: --header 'Authorization: ...'"
        in out.getvalue()
    )


def test_a_pipe_gets_plain_text(broken_run: Any) -> None:
    assert "\x1b" not in told(broken_run.events)


def test_a_pipe_that_knows_only_ascii_gets_escapes(broken_run: Any) -> None:
    raw = BytesIO()
    with ExitStack() as cleanup, TextIOWrapper(raw, encoding="ascii") as out:
        report = TextReport(out, cleanup)
        report.hear(FindingFound(replace(broken_run.result.findings[0], answer="Zähler \x1b[2J")))
        out.flush()
        assert rb"Z\xe4hler \x1b[2J" in raw.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"), [("\x1b[2Jx", r"\x1b[2Jx"), ("a\rb", r"a\rb"), ("ä €", "ä €"), ("\ud800", r"\ud800")]
)
def test_nothing_steers_the_terminal(text: str, shown: str) -> None:
    assert visible(text, "utf-8") == shown


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


def test_a_gap_of_the_document_is_a_note_and_counted(clean_run: Any) -> None:
    gap = Gap("GET /health", 429)
    text = told([GapFound(gap), replace(clean_run.result, gaps=(gap,))])
    assert "gap of the document  GET /health: it answers 429" in text
    assert "0 findings, 1 gap of the document, 4 of 4 operations tested" in text


def test_what_the_judges_read_differently_is_told(broken_run: Any) -> None:
    finding = replace(broken_run.result.findings[0], blame="ambiguous", reading="one reads it as broken")
    assert "ambiguous  one reads it as broken" in told([FindingFound(finding)])


def test_a_cause_that_more_operations_show_is_told_once_and_ranked(clean_run: Any, broken_run: Any) -> None:
    first = replace(broken_run.result.findings[0], root="one handler")
    second = replace(first, operation="GET /elsewhere", curl="curl elsewhere")
    result = replace(clean_run.result, findings=(first, second))
    text = told([FindingFound(first), FindingFound(second), result])
    assert (text.count(first.curl), "curl elsewhere" in text) == (1, False)
    assert f"also  GET /elsewhere: {first.title}, as above" in text
    assert f"{first.title}: 2 operations" in text
    assert "2 findings with 1 cause, " in text


def test_what_did_not_show_again_says_so(broken_run: Any) -> None:
    flaky = replace(broken_run.result.findings[0], steady=False)
    assert "flaky" in told([FindingFound(flaky)])
