"""Findings: each cause once per operation, with the smallest request that shows it.

1. Two complaints have one cause when rule code, operation and key agree.
2. A server error also explains whatever else is wrong with that answer: its status, media type, body.
3. A complaint seen again only counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from vertrag.fuzz.curl import command
from vertrag.fuzz.observations import Complaint
from vertrag.fuzz.redaction import Redaction

SEVERITIES = ("critical", "high", "medium", "low")

_SERVER_ERROR = "ST101"


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of the contract by one operation, safe to print: it holds no secret.

    `rule` is the name of the check that failed, `code` its stable number. `before` are the commands to
    run first, oldest first, where one request alone does not show the breach.
    """

    rule: str
    code: str
    title: str
    severity: str
    operation: str
    expected: str
    actual: str
    curl: str
    status: int | None = None
    answer: str = ""
    before: tuple[str, ...] = ()
    occurrences: int = 1


Cause = tuple[str, str, str]


@dataclass(slots=True)
class Ledger:
    """The findings of a run so far, in the order in which they came."""

    redaction: Redaction
    _findings: dict[Cause, Finding] = field(default_factory=dict)

    def enter(self, complaints: Iterable[Complaint]) -> Iterator[Finding]:
        """Take in the complaints of one scenario and give back the findings that are new."""
        fresh: dict[Cause, list[Complaint]] = {}
        for complaint in sorted(complaints, key=lambda complaint: complaint.severity):
            cause = self._cause(complaint, fresh)
            if cause in self._findings:
                known = self._findings[cause]
                self._findings[cause] = replace(known, occurrences=known.occurrences + 1)
            else:
                fresh.setdefault(cause, []).append(complaint)
        for cause, occurrences in fresh.items():
            self._findings[cause] = self._finding(occurrences)
            yield self._findings[cause]

    def findings(self) -> tuple[Finding, ...]:
        """All findings with their final counts."""
        return tuple(self._findings.values())

    def _cause(self, complaint: Complaint, fresh: dict[Cause, list[Complaint]]) -> Cause:
        if complaint.status is not None and complaint.status >= 500:
            server_error = (_SERVER_ERROR, complaint.operation, str(complaint.status))
            if server_error in self._findings or server_error in fresh:
                return server_error
        return complaint.code, complaint.operation, complaint.key

    def _finding(self, occurrences: list[Complaint]) -> Finding:
        worst = occurrences[0].severity
        alike = (complaint for complaint in occurrences if complaint.severity == worst)
        clearest = min(alike, key=lambda complaint: (len(complaint.before), complaint.sent.size))
        return Finding(
            rule=clearest.rule,
            code=clearest.code,
            title=clearest.title,
            severity=SEVERITIES[clearest.severity],
            operation=clearest.operation,
            expected=self.redaction.scrub(clearest.expected),
            actual=self.redaction.scrub(clearest.actual),
            curl=command(clearest.sent, self.redaction),
            status=clearest.status,
            answer=self.redaction.scrub(clearest.answer),
            before=tuple(command(sent, self.redaction) for sent in clearest.before),
            occurrences=len(occurrences),
        )
