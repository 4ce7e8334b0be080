"""How well an implementation keeps its document, as one number.

An operation that was tested and found clean counts as one, one with findings less, by the severity of the
worst; what was not tested counts as nothing. The score is the mean over all operations, of 100.
"""

from collections.abc import Iterable, Mapping

from vertrag.fuzz.judging.findings import Finding

_WEIGHTS: Mapping[str, float] = {"critical": 1.0, "high": 0.75, "medium": 0.5, "low": 0.25}


def conformance(operations: Iterable[str], tested: Iterable[str], findings: Iterable[Finding]) -> float:
    """The score of 100 over operations, of which some were tested and some have findings."""
    worst: dict[str, float] = {}
    for finding in findings:
        worst[finding.operation] = max(worst.get(finding.operation, 0.0), _WEIGHTS[finding.severity])
    reached, whole = set(tested), list(operations)
    kept = sum(1 - worst.get(label, 0.0) for label in whole if label in reached)
    return round(100 * kept / len(whole), 1) if whole else 0.0
