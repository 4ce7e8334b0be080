from dataclasses import replace
from typing import Any

import pytest

from vertrag.fuzz.covering.conformance import conformance
from vertrag.fuzz.judging.findings import Finding

FINDING = Finding("rule", "ST108", "Drift", "medium", "GET /a", "this", "that", "curl")


@pytest.mark.parametrize(
    ("tested", "severities", "score"),
    [
        (["GET /a", "GET /b"], [], 100.0),
        (["GET /a"], [], 50.0),
        (["GET /a", "GET /b"], ["medium"], 75.0),
        (["GET /a", "GET /b"], ["low", "high", "medium"], 62.5),
        (["GET /a", "GET /b"], ["critical"], 50.0),
        ([], [], 0.0),
    ],
)
def test_the_score_is_the_mean_over_all_operations(tested: Any, severities: list[str], score: float) -> None:
    findings = [replace(FINDING, severity=severity) for severity in severities]
    assert conformance(["GET /a", "GET /b"], tested, findings) == score


def test_a_document_without_operations_has_no_score_to_speak_of() -> None:
    assert conformance([], [], []) == 0.0
