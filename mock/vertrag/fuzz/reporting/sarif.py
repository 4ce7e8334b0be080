"""A finished run as SARIF 2.1.0, which code hosts show beside the document."""

from typing import Any

from vertrag import __version__
from vertrag.fuzz.events import RunFinished
from vertrag.fuzz.judging.findings import Finding

_LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}


def sarif(finished: RunFinished) -> dict[str, Any]:
    """The log: a rule per code, a result per finding, placed at its operation in the document."""
    rules = {finding.code: _rule(finding) for finding in finished.findings}
    driver = {"name": "vertrag", "version": __version__, "rules": list(rules.values())}
    results = [
        _result(finding, finished.started.document) | _standing(finding, finished)
        for finding in finished.findings
    ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _rule(finding: Finding) -> dict[str, Any]:
    return {"id": finding.code, "name": finding.rule, "shortDescription": {"text": finding.title}}


def _standing(finding: Finding, finished: RunFinished) -> dict[str, Any]:
    """Whether a finding was known; only said where it was compared with what is."""
    if known := finished.known_as(finding):
        suppression = {"kind": "external", "status": "accepted", "justification": known.excuse}
        return {"baselineState": "unchanged", "suppressions": [suppression]}
    if any(entry.fingerprint == finding.fingerprint for entry in finished.expired):
        return {"baselineState": "unchanged"}
    return {"baselineState": "new"} if finished.known or finished.expired or finished.vanished else {}


def _result(finding: Finding, document: str) -> dict[str, Any]:
    said = f"{finding.title}: {finding.operation}. Expected {finding.expected}; got {finding.actual}."
    place = {
        "physicalLocation": {"artifactLocation": {"uri": document}},
        "logicalLocations": [{"fullyQualifiedName": finding.operation, "kind": "function"}],
    }
    return {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": said},
        "locations": [place],
        "partialFingerprints": {"cause/v1": finding.root},
        "properties": {"blame": finding.blame, "category": finding.category, "reproducer": finding.script},
    }
