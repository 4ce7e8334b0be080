from dataclasses import replace
from typing import Any

from vertrag.fuzz.covering.standing import standing
from vertrag.fuzz.events import Gap, Known, Untested
from vertrag.fuzz.reporting.digest import digest


def test_a_summary_has_a_line_for_every_cause_and_its_reproducer(broken_run: Any) -> None:
    text = digest(broken_run.result)
    assert text.startswith("## Tickets: 5 findings\n")
    assert text.count("\n| ") == 6
    assert text.count("<details>") == text.count("```sh\n#!/bin/sh") == 5


def test_what_is_open_is_told(clean_run: Any) -> None:
    open_ones = {"untested": (Untested("GET /x", "only 401"),), "gaps": (Gap("GET /y", 405),)}
    text = digest(replace(clean_run.result, **open_ones, interruption="the server stopped answering"))
    assert "- `GET /x`: only 401" in text
    assert "- 405 is answered and not declared: `GET /y`" in text
    assert "**Ended early: the server stopped answering.**" in text


def test_what_a_server_said_is_no_markup(broken_run: Any) -> None:
    odd = replace(broken_run.result.findings[0], actual="<b>|`x", script="echo ```` done\n", title="a|b")
    text = digest(replace(broken_run.result, findings=(odd,)))
    assert "got &lt;b>\\|\\`x." in text
    assert "\n`````sh\necho ```` done\n`````\n" in text
    assert "| a\\|b |" in text


def test_of_many_operations_some_are_named(broken_run: Any) -> None:
    alike = [
        replace(broken_run.result.findings[0], operation=f"GET /{number}", root="x") for number in range(9)
    ]
    assert "`GET /4` and 4 more" in digest(replace(broken_run.result, findings=tuple(alike)))


def test_the_score_and_what_was_covered_are_told(broken_run: Any) -> None:
    result = broken_run.result
    assert f"\n{standing(result)}.\n" in digest(result)


def test_known_findings_are_counted_apart(broken_run: Any) -> None:
    known = tuple(Known(finding.fingerprint) for finding in broken_run.result.findings)
    assert digest(replace(broken_run.result, known=known)).splitlines()[0].endswith(": 0 findings, 5 known")
