import json
from typing import Any

from vertrag.lint.exports import as_json, as_sarif
from vertrag.lint.inspection import Inspection, inspect_text
from vertrag.lint.rulebook import RULES

TEXT = "openapi: 3.1.0\ninfo: {title: T}\npaths:\n  a: {}\n"


def _inspections(*sources: str) -> list[Inspection]:
    return [inspect_text(TEXT, source) for source in sources]


def _sarif(*sources: str) -> Any:
    return json.loads(as_sarif(_inspections(*sources)))


def test_json_holds_everything_about_a_finding() -> None:
    (document,) = json.loads(as_json(_inspections("a.yaml")))["documents"]
    assert (document["document"], document["errors"], document["warnings"]) == ("a.yaml", 1, 1)
    assert document["findings"][1] == {
        "code": "V120",
        "severity": "error",
        "title": RULES["V120"].title,
        "message": "The path 'a' does not start with a slash.",
        "pointer": "/paths/a",
        "line": 4,
        "remedy": RULES["V120"].remedy,
    }


def test_sarif_has_the_form_of_its_version() -> None:
    log = _sarif("a.yaml")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "vertrag"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES)
    assert {rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]} == {
        *("error", "warning", "note")
    }


def test_a_result_points_to_its_rule_and_its_line() -> None:
    (run,) = _sarif("a.yaml", "b.yaml")["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
    place = run["results"][3]["locations"][0]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "b.yaml"}, "region": {"startLine": 4}}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "/paths/a"}]


def test_sources_are_uris() -> None:
    results = _sarif("a b.yaml", "/c d.yaml", "https://a.example/e.yaml")["runs"][0]["results"]
    uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
    assert uris == {"a%20b.yaml", "file:///c%20d.yaml", "https://a.example/e.yaml"}
