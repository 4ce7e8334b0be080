from dataclasses import replace
from typing import Any

from vertrag.fuzz.events import Gap, Untested
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
