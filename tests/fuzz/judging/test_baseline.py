from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.events import FindingFound, Known, RunFinished
from vertrag.fuzz.judging.baseline import Baseline, read_baseline, write_baseline

TODAY = date(2030, 1, 31)


def known(finding: Any, **more: str) -> Known:
    return Known(finding.fingerprint, finding.code, finding.operation, finding.title, **more)


def applied(baseline: Baseline, finished: RunFinished) -> RunFinished:
    result = baseline.applied(finished)
    assert isinstance(result, RunFinished)
    return result


def test_what_is_known_does_not_fail(broken_run: Any) -> None:
    result: RunFinished = broken_run.result
    entries = tuple(known(finding, reason="ticket 7") for finding in result.findings)
    finished = applied(Baseline(entries, TODAY), result)
    assert (finished.fresh, finished.causes, finished.exit_code) == ((), (), 0)
    assert finished.findings == result.findings


def test_what_is_new_fails_beside_it(broken_run: Any) -> None:
    first, *others = broken_run.result.findings
    finished = applied(Baseline((known(first),), TODAY), broken_run.result)
    assert (list(finished.fresh), finished.exit_code) == (others, 1)


@pytest.mark.parametrize(("until", "exit_code"), [("2030-01-31", 0), ("2030-01-30", 1), ("", 0)])
def test_it_counts_until_the_end_of_its_last_day(broken_run: Any, until: str, exit_code: int) -> None:
    finding = broken_run.result.findings[0]
    baseline = Baseline((known(finding, until=until),), TODAY)
    finished = applied(baseline, replace(broken_run.result, findings=(finding,)))
    assert (finished.exit_code, len(finished.expired)) == (exit_code, exit_code)
    event = baseline.applied(FindingFound(finding))
    assert isinstance(event, FindingFound)
    assert (event.known is None) is bool(exit_code)


def test_what_did_not_come_again_is_said_where_it_was_tested(clean_run: Any) -> None:
    entries = (Known("0", operation="GET /health"), Known("1", operation="GET /elsewhere"))
    baseline = Baseline(entries, TODAY)
    assert applied(baseline, clean_run.result).vanished == entries[:1]
    assert applied(baseline, replace(clean_run.result, interruption="interrupted")).vanished == ()


def test_an_update_adds_what_is_new_and_drops_what_is_gone(broken_run: Any) -> None:
    first, *others = broken_run.result.findings
    entries = (Known("0", operation="GET /health"), known(first, reason="mine", until="2031-01-01"))
    baseline = Baseline(entries, TODAY)
    updated = baseline.updated(applied(baseline, broken_run.result))
    assert [each.fingerprint for each in updated.entries] == [each.fingerprint for each in (first, *others)]
    assert (updated.entries[0].reason, updated.entries[1].until) == ("mine", "2030-05-01")


def test_a_file_is_read_as_it_was_written(broken_run: Any, tmp_path: Path) -> None:
    entries = tuple(known(each, reason="größer", until="2030-02-01") for each in broken_run.result.findings)
    write_baseline(tmp_path / "known.yaml", Baseline(entries, TODAY))
    assert read_baseline(tmp_path / "known.yaml", TODAY) == Baseline(entries, TODAY)


@pytest.mark.parametrize(
    "text", ["4931e00000000012", "1234567890123456", "0b1", "2030-01-31", "+1", ".5", "y"]
)
def test_a_text_that_some_read_as_something_else_is_read_as_it_was_written(text: str, tmp_path: Path) -> None:
    path = tmp_path / "known.yaml"
    baseline = Baseline((Known(text, reason=text),), TODAY)
    write_baseline(path, baseline)
    assert read_baseline(path, TODAY) == baseline


def test_a_day_may_be_written_without_quotes(tmp_path: Path) -> None:
    (tmp_path / "known.yaml").write_text("findings:\n- {fingerprint: 'a', until: 2030-02-01}\n")
    (entry,) = read_baseline(tmp_path / "known.yaml", TODAY).entries
    assert entry.until == "2030-02-01"


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "]",
        "findings: 7",
        "findings: [7]",
        "findings: [{code: ST1}]",
        "findings: [{fingerprint: a, till: b}]",
        "findings: [{fingerprint: a, until: soon}]",
    ],
)
def test_what_makes_no_sense_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / "known.yaml").write_text(text)
    with pytest.raises(UsageError, match=r"known\.yaml"):
        read_baseline(tmp_path / "known.yaml", TODAY)


def test_a_missing_file_is_an_error_unless_it_is_to_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_baseline(tmp_path / "none.yaml", TODAY)
    assert read_baseline(tmp_path / "none.yaml", TODAY, may_be_missing=True).entries == ()
