"""A finished run as one HTML file that needs nothing else: light or dark, as its reader has it."""

from collections.abc import Iterator
from html import escape

from vertrag.fuzz.causes import Cause
from vertrag.fuzz.events import RunFinished
from vertrag.fuzz.findings import SEVERITIES, Finding

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 2.5rem; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0; }
.tile { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; }
.tile b { display: block; font-size: 1.6rem; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: .5rem 1rem; }
summary { cursor: pointer; } summary small { opacity: .7; }
.critical, .high { color: light-dark(#b00020, #ff6b7d); } .medium { color: light-dark(#8a5a00, #f2b84b); }
.low { color: light-dark(#00658a, #6cc7ee); } .good { color: light-dark(#1a7f37, #5fd17c); }
pre { background: var(--soft); border-radius: .5rem; padding: .75rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
dt { opacity: .7; } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
"""


def webpage(finished: RunFinished) -> str:
    """The page: figures, causes with their findings, what each operation answered for, and what is open."""
    title = escape(finished.started.title)
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}: vertrag fuzz</title><style>{_STYLE}</style>"
    )
    return (
        f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(_body(finished))}</body></html>\n'
    )


def _body(finished: RunFinished) -> Iterator[str]:
    started = finished.started
    where = f"{escape(started.document)} against {escape(started.base_url)}, seed {started.seed}"
    yield f"<h1>{escape(started.title)}</h1><p>{where}</p>"
    if finished.interruption:
        said = f"Ended early: {escape(finished.interruption)}. What follows is incomplete."
        yield f'<p class="critical">{said}</p>'
    yield '<div class="tiles">'
    for figure, what in _figures(finished):
        yield f'<div class="tile"><b>{figure}</b>{what}</div>'
    yield "</div><h2>Causes</h2>"
    yield from map(_cause, finished.causes)
    if not finished.causes:
        yield '<p class="good">No breach of the contract was found.</p>'
    yield "<h2>Operations</h2><table><tr><th>Operation</th><th>Result</th></tr>"
    yield from (_operation(finished, label) for label in started.operations)
    yield "</table>"
    if finished.notices:
        yield "<h2>Notes</h2><ul>"
        for notice in finished.notices:
            yield f"<li>{escape(f'{notice.operation} {notice.text}'.strip())}</li>"
        yield "</ul>"


def _figures(finished: RunFinished) -> Iterator[tuple[str, str]]:
    yield str(len(finished.causes)), "causes"
    yield str(len(finished.findings)), "findings"
    yield f"{len(finished.tested)} of {len(finished.started.operations)}", "operations tested"
    yield str(len(finished.gaps)), "gaps of the document"
    yield str(finished.cases), f"cases in {finished.seconds:.0f} s"


def _cause(cause: Cause) -> str:
    category = f", category {cause.category}" if cause.category else ""
    shown_by = f"{len(cause.operations)} operation{'s' if len(cause.operations) > 1 else ''}"
    summary = (
        f'<summary><b class="{cause.severity}">{cause.severity}</b> {escape(cause.title)} '
        f"<small>{shown_by}, {escape(cause.code)}{category}</small></summary>"
    )
    others = "".join(f"<li>{escape(operation)}</li>" for operation in cause.operations[1:])
    also = f"<p>Also:</p><ul>{others}</ul>" if others else ""
    return f"<details>{summary}{_finding(cause.findings[0])}{also}</details>"


def _finding(finding: Finding) -> str:
    flaky = "it did not show again when the same was sent at once" if finding.steady is False else ""
    said = {
        "Operation": finding.operation,
        "Expected": finding.expected,
        "Got": finding.actual,
        "Blame": finding.blame,
        "Judges": finding.reading,
        "Flaky": flaky,
        "Answer": finding.answer,
    }
    lines = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in said.items() if text)
    return f"<dl>{lines}</dl><pre>{escape(finding.script or finding.curl)}</pre>"


def _operation(finished: RunFinished, label: str) -> str:
    found = [finding.severity for finding in finished.findings if finding.operation == label]
    reason = next((each.reason for each in finished.untested if each.operation == label), None)
    if found:
        worst = min(found, key=SEVERITIES.index)
        result = f'<span class="{worst}">{len(found)} findings, the worst {worst}</span>'
    elif reason is not None:
        result = f'<span class="medium">not tested: {escape(reason)}</span>'
    else:
        result = '<span class="good">clean</span>'
    gaps = ", ".join(str(gap.status) for gap in finished.gaps if gap.operation == label)
    undeclared = f"; answers {gaps} undeclared" if gaps else ""
    return f"<tr><td>{escape(label)}</td><td>{result}{undeclared}</td></tr>"
