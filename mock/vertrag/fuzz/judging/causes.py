"""Findings by what is behind them: one wrong error handler is one cause, however many operations show it.

1. Findings with the same root have one cause.
2. The root is the law, or where in the document the broken rule stands, else what came instead, else the
   operation.
3. The worst comes first; of the equally bad, the one that more operations show. Where that is equal, too, the
   roots decide, so that several processes tell causes in the order of one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from vertrag.fuzz.judging.findings import SEVERITIES, Finding


@dataclass(frozen=True, slots=True)
class Cause:
    """What is behind one or more findings; `findings` are in the order in which they came."""

    title: str
    code: str
    severity: str
    category: int | None
    root: str
    findings: tuple[Finding, ...]

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that show it, each once."""
        return tuple(dict.fromkeys(finding.operation for finding in self.findings))


def causes(findings: Iterable[Finding]) -> tuple[Cause, ...]:
    """The causes of some findings, the worst first."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.root, []).append(finding)
    return tuple(sorted((_cause(group) for group in grouped.values()), key=_rank))


def _cause(group: list[Finding]) -> Cause:
    first = min(group, key=lambda finding: SEVERITIES.index(finding.severity))
    return Cause(first.title, first.code, first.severity, first.category, first.root, tuple(group))


def _rank(cause: Cause) -> tuple[int, int, str]:
    return SEVERITIES.index(cause.severity), -len(cause.operations), cause.root
