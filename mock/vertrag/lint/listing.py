"""Findings as text for people: by document, then by rule, the worst first.

Nothing of a document reaches the terminal as it came: control characters are shown, not sent.
"""

import re
from collections.abc import Iterable, Iterator

from vertrag.lint.inspection import Inspection
from vertrag.lint.rule import SEVERITIES, Lint, Rule, Severity

MOST_INFOS = 3  # places of a rule that only informs, unless all are asked for

_COLORS = {"error": "31", "warning": "33", "info": "36"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def as_text(inspections: Iterable[Inspection], *, everything: bool = False, color: bool = False) -> str:
    """The listing; without `everything` only the first places of each rule that only informs."""
    pen = _Pen(color)
    return "\n".join(
        line for inspection in inspections for line in _document(inspection, pen, everything=everything)
    )


class _Pen:
    """Writes in colour where the reader can see it."""

    def __init__(self, color: bool) -> None:  # noqa: FBT001 - the only thing that it is told
        self._color = color

    def __call__(self, text: str, style: str) -> str:
        shown = _CONTROL.sub(lambda match: repr(match[0])[1:-1], text)
        return f"\x1b[{style}m{shown}\x1b[0m" if self._color else shown


def _document(inspection: Inspection, pen: _Pen, *, everything: bool) -> Iterator[str]:
    yield f"{pen(inspection.source, '1')}: {_summary(inspection, pen)}"
    by_rule: dict[Rule, list[Lint]] = {}
    for lint in inspection.lints:
        by_rule.setdefault(lint.rule, []).append(lint)
    for rule in sorted(by_rule, key=lambda rule: (SEVERITIES.index(rule.severity), rule.code)):
        yield ""
        yield f"  {pen(f'{rule.code} {rule.severity}', _COLORS[rule.severity])}  {pen(rule.title, '1')}"
        yield from _places(
            inspection.source, by_rule[rule], pen, everything=everything or rule.severity != "info"
        )
        yield f"    {pen(f'→ {rule.remedy}', '2')}"
    if inspection.lints:
        yield ""


def _places(source: str, lints: list[Lint], pen: _Pen, *, everything: bool) -> Iterator[str]:
    listed = lints if everything else lints[:MOST_INFOS]
    for lint in listed:
        where = pen(f"{source}:{lint.line}", "0")
        yield f"    {where}  {pen(lint.message, '0')}  {pen(lint.pointer or '/', '2')}"
    if len(listed) < len(lints):
        yield f"    and {len(lints) - len(listed)} more: --all lists them"


def _summary(inspection: Inspection, pen: _Pen) -> str:
    if not inspection.lints:
        return pen("nothing to say", "32")
    counts = [(severity, inspection.count(severity)) for severity in SEVERITIES]
    return ", ".join(pen(_counted(count, severity), _COLORS[severity]) for severity, count in counts if count)


def _counted(count: int, severity: Severity) -> str:
    return f"{count} {severity}" if count == 1 else f"{count} {severity}s"
