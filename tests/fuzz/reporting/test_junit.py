from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, parse

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.events import Gap, Known, RunFinished, Untested
from vertrag.fuzz.reporting.junit import write_junit


@pytest.fixture
def written(tmp_path: Path) -> Callable[[RunFinished], Element]:
    """The root of the file for a result, read back."""

    def write(result: RunFinished) -> Element:
        write_junit(tmp_path / "junit.xml", result)
        return parse(tmp_path / "junit.xml").getroot()  # noqa: S314 - we wrote it ourselves

    return write


def test_each_operation_is_a_test_case_and_each_finding_a_failure(
    written: Callable[..., Element], broken_run: Any
) -> None:
    root = written(broken_run.result)
    cases = {
        case.get("name"): {failure.get("type") for failure in case.iter("failure")}
        for case in root.iter("testcase")
    }
    assert cases == {
        "GET /health": {"status_code_conformance"},
        "GET /tickets": {"value_crashes", "response_schema_conformance"},
        "POST /tickets": {"invalid_value_accepted"},
        "GET /tickets/{ticketId}": {"content_type_conformance"},
    }


def test_what_several_operations_show_fails_the_first_of_them_and_the_others_say_where(
    written: Callable[..., Element], broken_run: Any
) -> None:
    first = replace(broken_run.result.findings[0], operation="GET /a", root="x")
    second = replace(first, operation="GET /b", curl="curl b")
    root = written(replace(broken_run.result, findings=(first, second)))
    (failure,) = root.iter("failure")
    assert (root.get("failures"), "also: GET /b" in (failure.text or "")) == ("1", True)
    assert "curl b" in (failure.text or "")
    skipped = {case.get("name"): case.find("skipped") for case in root.iter("testcase")}["GET /b"]
    assert skipped is not None
    assert skipped.get("message") == f"shows what GET /a fails for: {first.title} ({first.code})"


def test_the_counts_agree_with_the_cases(written: Callable[..., Element], broken_run: Any) -> None:
    (suite,) = written(broken_run.result)
    assert [suite.get(name) for name in ("tests", "failures", "skipped", "errors")] == ["4", "4", "0", "0"]


def test_a_failure_tells_how_to_see_it_again(written: Callable[..., Element], broken_run: Any) -> None:
    failures = written(broken_run.result).iter("failure")
    assert all(
        "expected: " in (failure.text or "") and "curl -i " in (failure.text or "") for failure in failures
    )


def test_an_operation_that_was_not_tested_is_skipped_with_its_reason(
    written: Callable[..., Element], clean_run: Any
) -> None:
    result = replace(clean_run.result, untested=(Untested("GET /health", "only 401"),))
    assert [skipped.get("message") for skipped in written(result).iter("skipped")] == ["only 401"]


def test_a_run_that_ended_early_is_an_error(written: Callable[..., Element], clean_run: Any) -> None:
    root = written(replace(clean_run.result, interruption="the server stopped answering"))
    assert [error.get("message") for error in root.iter("error")] == ["the server stopped answering"]
    assert root.get("errors") == "1"


def test_what_xml_cannot_carry_is_replaced(written: Callable[..., Element], broken_run: Any) -> None:
    odd = replace(broken_run.result.findings[0], actual="a\x00b\x1b\ud800c")
    root = written(replace(broken_run.result, findings=(odd,)))
    assert "a\ufffdb\ufffd\ufffdc" in (next(root.iter("failure")).text or "")


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, clean_run: Any) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        write_junit(tmp_path, clean_run.result)


def test_a_gap_of_the_document_fails_its_operation_only_where_that_was_asked_for(
    written: Callable[..., Element], clean_run: Any
) -> None:
    result = replace(clean_run.result, gaps=(Gap("GET /health", 429),))
    root = written(result)
    assert (root.get("failures"), "429" in (root.findtext(".//system-out") or "")) == ("0", True)
    assert written(replace(result, strict=True)).get("failures") == "1"


def test_a_known_finding_fails_nothing_and_its_operation_is_skipped_with_the_reason(
    written: Callable[..., Element], broken_run: Any
) -> None:
    first, *others = broken_run.result.findings
    alike = replace(first, operation="GET /alone", root="x")
    entries = tuple(Known(each.fingerprint, reason="OPS-4711") for each in (first, alike))
    root = written(replace(broken_run.result, findings=(first, alike, *others), known=entries))
    assert root.get("failures") == str(len({each.operation for each in others}))
    skipped = [case.find("skipped") for case in root.iter("testcase") if case.get("name") == "GET /alone"]
    assert skipped[0] is not None
    assert f"known: {first.title} ({first.code}): OPS-4711" in skipped[0].get("message", "")
    assert f"{first.operation} known: {first.title}" in (root.findtext(".//system-out") or "")


COUNTS = {"tests", "failures", "errors", "time"}
FORM: dict[str, tuple[set[str], list[str]]] = {
    "testsuites": (COUNTS, ["testsuite"]),
    "testsuite": ({*COUNTS, "name", "skipped"}, ["properties", "testcase", "system-out"]),
    "properties": (set(), ["property"]),
    "property": ({"name", "value"}, []),
    "testcase": ({"name", "classname"}, ["skipped", "error", "failure"]),
    "skipped": ({"message"}, []),
    "error": ({"message"}, []),
    "failure": ({"type", "message"}, []),
    "system-out": (set(), []),
}
"""The attributes and, in their order, the children of each element that readers of JUnit have in common."""


def test_the_file_has_the_form_that_its_readers_have_in_common(
    written: Callable[..., Element], broken_run: Any
) -> None:
    result = replace(broken_run.result, interruption="stopped", untested=(Untested("GET /x", "only 401"),))
    for element in written(result).iter():
        attributes, children = FORM[element.tag]
        places = [children.index(child.tag) for child in element]
        assert (set(element.keys()), places) == (attributes, sorted(places))
