from dataclasses import replace
from typing import Any

import pytest

from vertrag.fuzz.events import Known
from vertrag.fuzz.reporting.sarif import sarif


def test_each_finding_is_a_result_with_its_rule(broken_run: Any) -> None:
    (run,) = sarif(broken_run.result)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert sorted(rules) == ["ST103", "ST105", "ST108", "VF801", "VF802"]
    assert {result["ruleId"] for result in run["results"]} == set(rules)
    assert all(result["locations"][0]["logicalLocations"] for result in run["results"])


def test_what_several_operations_show_is_one_result_at_all_of_them(broken_run: Any) -> None:
    first = replace(broken_run.result.findings[0], operation="GET /a", root="x", occurrences=2)
    others = (replace(first, operation="GET /b"), replace(first, key="again"), replace(first, root="y"))
    (run,) = sarif(replace(broken_run.result, findings=(first, *others)))["runs"]
    alike, alone = run["results"]
    assert [names(alike["locations"]), names(alike["relatedLocations"])] == [["GET /a"], ["GET /b"]]
    assert (alike["occurrenceCount"], alone["occurrenceCount"]) == (6, 2)
    assert "1 more operation shows it" in alike["message"]["text"]


def names(places: list[dict[str, Any]]) -> list[str]:
    return [place["logicalLocations"][0]["fullyQualifiedName"] for place in places]


def test_the_level_follows_the_severity(broken_run: Any) -> None:
    first = broken_run.result.findings[0]
    findings = [replace(first, severity=each, root=each) for each in ("critical", "medium", "low")]
    (run,) = sarif(replace(broken_run.result, findings=tuple(findings)))["runs"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]


def test_a_known_finding_is_suppressed_with_its_reason_and_the_others_are_new(broken_run: Any) -> None:
    first, second, *_ = broken_run.result.findings
    known = Known(first.fingerprint, reason="OPS-4711", until="2030-01-31")
    expired = Known(second.fingerprint)
    (run,) = sarif(replace(broken_run.result, known=(known,), expired=(expired,)))["runs"]
    states = [result["baselineState"] for result in run["results"]]
    assert states == ["unchanged", "unchanged", "new", "new", "new"]
    suppressed = [result.get("suppressions") for result in run["results"]]
    accepted = {"kind": "external", "status": "accepted", "justification": "OPS-4711, until 2030-01-31"}
    assert suppressed == [[accepted], None, None, None, None]


def test_without_a_baseline_nothing_is_compared(broken_run: Any) -> None:
    (run,) = sarif(broken_run.result)["runs"]
    assert not any({"baselineState", "suppressions"} & result.keys() for result in run["results"])


@pytest.mark.parametrize(
    ("said", "uri"),
    [("my api/größe.yaml", "my%20api/gr%C3%B6%C3%9Fe.yaml"), ("http://h/a%20b.yaml", "http://h/a%20b.yaml")],
)
def test_the_document_is_named_as_a_uri(said: str, uri: str, broken_run: Any) -> None:
    started = replace(broken_run.result.started, document=said)
    (run,) = sarif(replace(broken_run.result, started=started))["runs"]
    places = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]}
    assert places == {uri}


def test_the_log_has_the_form_of_sarif(broken_run: Any) -> None:
    first, *_ = broken_run.result.findings
    log = sarif(replace(broken_run.result, known=(Known(first.fingerprint, reason="x", until="2030-01-31"),)))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert all(rule.keys() == {"id", "name", "shortDescription"} for rule in driver["rules"])
    assert (run.keys(), driver.keys()) == ({"tool", "results"}, {"name", "version", "rules"})
    ids = {rule["id"] for rule in driver["rules"]}
    for result in run["results"]:
        assert result["ruleId"] in ids
        assert result["level"] in ("error", "warning", "note")  # SARIF 2.1.0 §3.27.10
        assert result["message"].keys() == {"text"}
        assert result["occurrenceCount"] >= 1
        assert result.get("baselineState", "new") in ("new", "unchanged")
        assert all(isinstance(text, str) for text in result["partialFingerprints"].values())
        for place in (*result["locations"], *result["relatedLocations"]):
            assert place["physicalLocation"]["artifactLocation"].keys() == {"uri"}
            assert all(each.keys() == {"fullyQualifiedName", "kind"} for each in place["logicalLocations"])
