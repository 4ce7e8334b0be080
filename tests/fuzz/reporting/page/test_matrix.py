from dataclasses import replace
from typing import Any

from vertrag.fuzz.covering.coverage import Coverage
from vertrag.fuzz.events import Gap, Known, Untested
from vertrag.fuzz.reporting.page.matrix import matrix


def test_each_operation_has_a_row_and_each_broken_rule_a_column(broken_run: Any) -> None:
    page = "".join(matrix(broken_run.result))
    assert page.count("<tr>") == 5
    assert [f">{code}</th>" in page for code in ("ST108", "ST103", "ST999")] == [True, True, False]
    assert 'class="cell critical"' in page
    assert '<span class="critical">2 findings</span>' in page


def test_an_operation_without_findings_is_clean_or_says_why_it_was_not_tested(clean_run: Any) -> None:
    untested, gaps = (Untested("GET /health", "only 401"),), (Gap("GET /tickets", 429),)
    page = "".join(matrix(replace(clean_run.result, untested=untested, gaps=gaps)))
    assert "not tested: only 401" in page
    assert "clean</span>; answers 429 undeclared" in page


def test_each_operation_tells_how_much_was_covered_by_kind_and_what_was_missed(clean_run: Any) -> None:
    coverage = (Coverage("GET /health", ("response 200", "rule body type kept"), ("response <404>",)),)
    page = "".join(matrix(replace(clean_run.result, coverage=coverage)))
    assert '<td class="quiet" title="missed: response &lt;404&gt;">1/2</td><td class="quiet">1/1</td>' in page
    assert page.count('class="gauge"') == 1
    assert "<th>covered</th>" not in "".join(matrix(replace(clean_run.result, coverage=())))


def test_findings_that_are_known_are_counted_apart(broken_run: Any) -> None:
    alone, *others = broken_run.result.findings
    known = (Known(alone.fingerprint),)
    page = "".join(matrix(replace(broken_run.result, findings=(alone,), known=known)))
    assert "nothing new</span>, 1 known" in page
    both = (alone, replace(others[0], operation=alone.operation))
    page = "".join(matrix(replace(broken_run.result, findings=both, known=known)))
    assert "1 finding</span>, 1 known" in page


def test_of_much_that_was_missed_some_is_named(clean_run: Any) -> None:
    missed = tuple(f"rule {number} kept" for number in range(20))
    page = "".join(matrix(replace(clean_run.result, coverage=(Coverage("GET /health", (), missed),))))
    assert "rule 11 kept and 8 more" in page
