"""What was tested, found and covered: a row for each operation, a column for each rule that was broken."""

from collections.abc import Iterator, Sequence
from html import escape

from vertrag.fuzz.covering.coverage import Coverage, counted
from vertrag.fuzz.covering.standing import KINDS
from vertrag.fuzz.events import RunFinished
from vertrag.fuzz.judging.findings import SEVERITIES, Finding
from vertrag.fuzz.reporting.page.gauge import gauge

_NAMED = 12  # parts that a cell names as missed; the others are counted


def matrix(finished: RunFinished) -> Iterator[str]:
    """The table; rules that nothing broke have no column, since every operation would be clean in it."""
    titles = {finding.code: f"{finding.rule}: {finding.title}" for finding in finished.findings}
    yield '<h2>Operations</h2><div class="scroll"><table class="matrix"><thead><tr><th>Operation</th>'
    for code in sorted(titles):
        yield f'<th title="{escape(titles[code])}">{escape(code)}</th>'
    kinds = counted(finished.coverage)
    columns = [kind for kind in KINDS if kind in kinds and kind != "operation"]  # the result tells of that
    for kind in columns:
        yield f'<th title="covered, of all {KINDS[kind]}">{KINDS[kind]}</th>'
    known = {record.operation: record for record in finished.coverage}
    yield f"{'<th>covered</th>' if known else ''}<th>Result</th></tr></thead><tbody>"
    for label in _labels(finished):
        found = [finding for finding in finished.findings if finding.operation == label]
        cells = "".join(_cell([each for each in found if each.code == code]) for code in sorted(titles))
        covered = "".join(_covered(known.get(label), columns)) if known else ""
        yield f"<tr><th>{escape(label)}</th>{cells}{covered}<td>{_result(finished, label, found)}</td></tr>"
    yield "</tbody></table></div>"


def _labels(finished: RunFinished) -> Iterator[str]:
    yield from dict.fromkeys(
        [*finished.started.operations, *(finding.operation for finding in finished.findings)]
    )


def _cell(found: Sequence[Finding]) -> str:
    if not found:
        return "<td></td>"
    worst = _worst(found)
    times = sum(finding.occurrences for finding in found)
    title = f"{worst}, seen {times} times"
    return f'<td><span class="cell {worst}" title="{title}">{len(found)}</span></td>'


def _covered(record: Coverage | None, kinds: Sequence[str]) -> Iterator[str]:
    counts = record.counts if record else {}
    for kind in kinds:
        said = "{}/{}".format(*counts[kind]) if kind in counts else ""
        missed = [point for point in record.missed if point.startswith(f"{kind} ")] if record else []
        title = f' title="{escape("missed: " + _named(missed))}"' if missed else ""
        yield f'<td class="quiet"{title}>{said}</td>'
    yield f"<td>{gauge(record.share, f'{record.share:.0%} covered') if record else ''}</td>"


def _named(points: Sequence[str]) -> str:
    more = len(points) - _NAMED
    return ", ".join(points[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _result(finished: RunFinished, label: str, found: Sequence[Finding]) -> str:
    reason = next((each.reason for each in finished.untested if each.operation == label), None)
    fresh = [finding for finding in found if finished.known_as(finding) is None]
    if fresh:
        noun = "finding" if len(fresh) == 1 else "findings"
        result = f'<span class="{_worst(fresh)}">{len(fresh)} {noun}</span>'
    elif found:
        result = '<span class="good">nothing new</span>'
    elif reason is not None:
        result = f'<span class="medium">not tested: {escape(reason)}</span>'
    else:
        result = '<span class="good">clean</span>'
    gaps = ", ".join(str(gap.status) for gap in finished.gaps if gap.operation == label)
    result += f", {len(found) - len(fresh)} known" if len(found) > len(fresh) else ""
    return result + (f"; answers {gaps} undeclared" if gaps else "")


def _worst(found: Sequence[Finding]) -> str:
    return min((finding.severity for finding in found), key=SEVERITIES.index)
