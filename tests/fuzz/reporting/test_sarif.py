from dataclasses import replace
from typing import Any

from vertrag.fuzz.reporting.sarif import sarif


def test_each_finding_is_a_result_with_its_rule(broken_run: Any) -> None:
    (run,) = sarif(broken_run.result)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert sorted(rules) == ["ST103", "ST105", "ST108", "VF801", "VF802"]
    assert {result["ruleId"] for result in run["results"]} == set(rules)
    assert all(result["locations"][0]["logicalLocations"] for result in run["results"])


def test_the_level_follows_the_severity(broken_run: Any) -> None:
    findings = [
        replace(broken_run.result.findings[0], severity=each) for each in ("critical", "medium", "low")
    ]
    (run,) = sarif(replace(broken_run.result, findings=tuple(findings)))["runs"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
