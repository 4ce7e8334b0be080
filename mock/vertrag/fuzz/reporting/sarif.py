"""A finished run as SARIF 2.1.0, which code hosts show beside the document.

What several operations show for one reason is one result: at the first of them, the others related to it.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from vertrag import __version__
from vertrag.fuzz.events import RunFinished
from vertrag.fuzz.judging.causes import Cause, causes
from vertrag.fuzz.judging.findings import Finding

_LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}


def sarif(finished: RunFinished) -> dict[str, Any]:
    """The log: a rule per code, a result per cause, placed at its operations in the document."""
    rules = {finding.code: _rule(finding) for finding in finished.findings}
    driver = {"name": "vertrag", "version": __version__, "rules": list(rules.values())}
    results = [
        _result(cause, finished.started.document) | standing
        for findings, standing in _by_standing(finished)
        for cause in causes(findings)
    ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _rule(finding: Finding) -> dict[str, Any]:
    return {"id": finding.code, "name": finding.rule, "shortDescription": {"text": finding.title}}


def _by_standing(finished: RunFinished) -> Iterator[tuple[list[Finding], dict[str, Any]]]:
    """The findings of each standing: what was known is not told with what is new."""
    groups: dict[str, tuple[list[Finding], dict[str, Any]]] = {}
    for finding in finished.findings:
        standing = _standing(finding, finished)
        groups.setdefault(repr(standing), ([], standing))[0].append(finding)
    yield from groups.values()


def _standing(finding: Finding, finished: RunFinished) -> dict[str, Any]:
    """Whether a finding was known; only said where it was compared with what is."""
    if known := finished.known_as(finding):
        suppression = {"kind": "external", "status": "accepted", "justification": known.excuse}
        return {"baselineState": "unchanged", "suppressions": [suppression]}
    if any(entry.fingerprint == finding.fingerprint for entry in finished.expired):
        return {"baselineState": "unchanged"}
    return {"baselineState": "new"} if finished.known or finished.expired or finished.vanished else {}


def _result(cause: Cause, document: str) -> dict[str, Any]:
    first, (operation, *others) = cause.findings[0], cause.operations
    also = f" {_more(len(others))} it." if others else ""
    said = f"{cause.title}: {operation}. Expected {first.expected}; got {first.actual}.{also}"
    return {
        "ruleId": cause.code,
        "level": _LEVELS[cause.severity],
        "message": {"text": said},
        "locations": [_place(operation, document)],
        "relatedLocations": [_place(each, document) for each in others],
        "occurrenceCount": sum(each.occurrences for each in cause.findings),
        "partialFingerprints": {"cause/v1": cause.root},
        "properties": {"blame": first.blame, "category": cause.category, "reproducer": first.script},
    }


def _more(number: int) -> str:
    return "1 more operation shows" if number == 1 else f"{number} more operations show"


def _place(operation: str, document: str) -> dict[str, Any]:
    return {
        "physicalLocation": {"artifactLocation": {"uri": _uri(document)}},
        "logicalLocations": [{"fullyQualifiedName": operation, "kind": "function"}],
    }


def _uri(document: str) -> str:
    """A path as the reference that it is; a URL is one already."""
    return document if "://" in document else quote(document)
