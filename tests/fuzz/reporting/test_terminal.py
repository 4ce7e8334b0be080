import re
from contextlib import ExitStack
from dataclasses import replace
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any

import pytest

from vertrag.fuzz.events import Chosen, FindingFound, Gap, GapFound, Known, Notice, NoticeGiven
from vertrag.fuzz.reporting.terminal import TextReport, visible


def told(events: list[Any]) -> str:
    out = StringIO()
    with ExitStack() as cleanup:
        report = TextReport(out, cleanup)
        for event in events:
            report.hear(event)
    return out.getvalue()


def test_the_first_lines_say_what_is_fuzzed_against_what(clean_run: Any) -> None:
    first, *fields = told(clean_run.events).splitlines()[:6]
    assert first == "Fuzzing Tickets"
    assert [field.split(maxsplit=1) for field in fields] == [
        ["document", clean_run.options.document],
        ["against", f"{clean_run.server.url}/api"],
        ["seed", "1"],
        ["testing", "4 operations"],
        ["set", "$AUTHORIZATION to the values of the run before pasting a command"],
    ]


def test_what_is_left_out_is_said_with_the_reason(clean_run: Any) -> None:
    left_out = tuple(Chosen(f"GET /{number}", "the same as before") for number in range(10))
    started = replace(clean_run.events[0], left_out=left_out, changed=(Chosen("GET /x", "it is new"),))
    text = told([started])
    assert "GET /6, GET /7 and 2 more: the same as before" in text
    assert "GET /x: it is new" in text


def test_what_is_known_is_told_in_two_lines_and_not_counted(broken_run: Any) -> None:
    finding = broken_run.result.findings[0]
    entry = Known(
        finding.fingerprint, finding.code, finding.operation, finding.title, "ticket 7", "2030-01-31"
    )
    text = told([FindingFound(finding, entry), replace(broken_run.result, known=(entry,))])
    assert "known  " in text
    assert "ticket 7, until 2030-01-31" in text
    assert finding.curl not in text
    assert "4 findings, 1 known, 4 of 4 operations tested" in text


def test_what_is_expected_no_more_and_what_is_gone_is_said(clean_run: Any) -> None:
    entry = Known("0", "ST101", "GET /x", "Server error", "ticket 7", "2030-01-31")
    text = told([replace(clean_run.result, expired=(entry,), vanished=(entry,))])
    assert "expired  GET /x: Server error was known until 2030-01-31 (ticket 7)" in text
    assert "gone  GET /x: Server error did not come again" in text


class Screen(StringIO):
    """A terminal as far as anybody can tell."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_texts_are_wrapped_below_each_other_and_commands_are_not(broken_run: Any) -> None:
    finding = replace(broken_run.result.findings[0], expected="word " * 20, curl="curl " + "x" * 90)
    screen = Screen()
    with ExitStack() as cleanup:
        TextReport(screen, cleanup, width=60).hear(FindingFound(finding))
    lines = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue()).splitlines()
    wrapped = [line for line in lines if "word" in line]
    assert {line.index("word") for line in wrapped} == {13}
    assert [line.count("word") for line in wrapped] == [9, 9, 2]
    assert any(line.endswith("curl " + "x" * 90) for line in lines)


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


def test_a_gap_of_the_document_is_a_note_and_counted(clean_run: Any) -> None:
    gap = Gap("GET /health", 429)
    other = Gap("GET /tickets", 429)
    text = told([GapFound(gap), replace(clean_run.result, gaps=(gap, other))])
    assert "gap of the document  429 is answered and not declared: GET /health, GET /tickets" in text
    assert "0 findings, 2 gaps of the document, 4 of 4 operations tested" in text


def test_notes_that_begin_alike_are_told_once_and_counted(clean_run: Any) -> None:
    notes = [NoticeGiven(Notice(f"GET /{name}", f"no answer: {name}")) for name in "abc"]
    text = told([*notes, NoticeGiven(Notice("", "no answer: to all")), clean_run.result])
    assert "note  GET /a: no answer: a\n" in text
    assert "note  no answer: to all\n" in text
    assert "note  GET /b, GET /c: no answer, too\n" in text


def test_of_a_doubted_cause_each_operation_says_what_it_answers(broken_run: Any) -> None:
    first = replace(
        broken_run.result.findings[0], root="x", reading="a matter of reading", answer="no  label"
    )
    second = replace(first, operation="GET /y", actual="400", answer="no filter")
    assert f"also  GET /y: {first.title}, 400: no filter" in told([FindingFound(first), FindingFound(second)])


def test_of_a_doubted_cause_each_matter_is_told_with_its_command_and_once(broken_run: Any) -> None:
    first = replace(broken_run.result.findings[0], root="x", reading="a matter of reading", key="a")
    other = replace(first, key="b", actual="400 for b", curl="curl b")
    again = replace(other, operation="GET /y", curl="curl y")
    text = told([FindingFound(each) for each in (first, other, again, again, replace(again, key="a"))])
    assert f"also  {first.operation}: {first.title}, 400 for b" in text
    assert (text.count("curl b"), text.count("curl y"), text.count("also  ")) == (1, 0, 2)


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
    assert told([FindingFound(first), FindingFound(first)]).count(first.title) == 1
    assert "1 finding in 2 operations, " in text


def test_what_did_not_show_again_says_so(broken_run: Any) -> None:
    flaky = replace(broken_run.result.findings[0], steady=False)
    assert "flaky" in told([FindingFound(flaky)])
