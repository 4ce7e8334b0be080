"""The page of a finished run: figures, findings with what shows them, operations, and what is open.

It needs nothing else: no script, no font, no network.
"""

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from vertrag.fuzz.covering.standing import share
from vertrag.fuzz.events import Known, RunFinished
from vertrag.fuzz.judging.causes import Cause
from vertrag.fuzz.judging.findings import Finding
from vertrag.fuzz.reporting.amounts import named
from vertrag.fuzz.reporting.page.comparison import comparison
from vertrag.fuzz.reporting.page.gauge import gauge
from vertrag.fuzz.reporting.page.matrix import matrix
from vertrag.fuzz.reporting.page.timeline import timeline

_THEMES = (("auto", "as set", " checked"), ("light", "light", ""), ("dark", "dark", ""))


def webpage(finished: RunFinished) -> str:
    """The whole page."""
    title = escape(finished.started.title)
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}: vertrag fuzz</title><style>\n{style}</style>"
    )
    return (
        f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(_body(finished))}</body></html>\n'
    )


def _body(finished: RunFinished) -> Iterator[str]:
    yield '<fieldset class="theme">'
    for name, shown, checked in _THEMES:
        yield f'<label><input type="radio" name="theme" id="{name}"{checked}> {shown}</label>'
    yield "</fieldset>"
    yield from _head(finished)
    yield "<h2>Findings</h2>"
    yield from map(_cause, finished.causes)
    if not finished.causes:
        yield '<p class="good">No unexpected breach of the contract was found.</p>'
    yield from _baseline(finished)
    yield from matrix(finished)
    yield from timeline(finished.phases)
    yield from _list("Left out", [(each.operation, each.reason) for each in finished.started.left_out])
    yield from _list("Tested because", [(each.operation, each.reason) for each in finished.started.changed])
    advised = [
        (each.operation, f"{each.reason}{f'; {each.advice}' if each.advice else ''}")
        for each in finished.untested
    ]
    yield from _list("Not tested", advised)
    yield from _list("Notes", [(notice.operation, notice.text) for notice in finished.notices])


def _head(finished: RunFinished) -> Iterator[str]:
    started = finished.started
    yield f"<h1>{escape(started.title)}</h1>"
    where = f"{started.document} against {started.base_url}, seed {started.seed}"
    yield f'<p class="about">{escape(where)}</p>'
    if finished.interruption:
        said = f"Ended early: {escape(finished.interruption)}. What follows is incomplete."
        yield f'<p class="verdict critical">{said}</p>'
    yield '<div class="tiles">'
    for figure, what in _figures(finished):
        yield f'<div class="tile"><b>{escape(figure)}</b>{escape(what)}</div>'
    if finished.tested:
        yield _measured(f"{finished.score:g}", "conformance of 100", finished.score / 100)
    if finished.coverage:
        covered = share(finished)
        yield _measured(f"{covered:.0%}", "of the document covered", covered)
    yield "</div>"


def _measured(figure: str, what: str, filled: float) -> str:
    bar = gauge(filled, f"{figure} {what}")
    return f'<div class="tile"><b>{escape(figure)}</b>{escape(what)}{bar}</div>'


def _figures(finished: RunFinished) -> Iterator[tuple[str, str]]:
    yield str(len(finished.causes)), named(len(finished.causes), "finding")
    shown = {finding.operation for finding in finished.fresh}
    yield str(len(shown)), f"{named(len(shown), 'operation')} with findings"
    if known := len(finished.findings) - len(finished.fresh):
        yield str(known), named(known, "known finding")
    yield f"{len(finished.tested)} of {len(finished.started.operations)}", "operations tested"
    yield str(len(finished.gaps)), f"{named(len(finished.gaps), 'gap')} of the document"
    yield str(finished.cases), f"{named(finished.cases, 'case')} in {finished.seconds:.0f} s"


def _cause(cause: Cause) -> str:
    category = f", category {cause.category}" if cause.category else ""
    shown_by = cause.operations[0] if len(cause.operations) == 1 else f"{len(cause.operations)} operations"
    summary = (
        f'<summary><b class="{cause.severity}">{cause.severity}</b> {escape(cause.title)} '
        f"<small>{escape(shown_by)}, {escape(cause.code)}{category}</small></summary>"
    )
    first, *others = cause.findings
    also = "".join(
        f"<details><summary><small>also</small> {escape(each.operation)}</summary>"
        f"<div>{_finding(each)}</div></details>"
        for each in others
    )
    return f"<details>{summary}<div>{_finding(first)}{also}</div></details>"


def _finding(finding: Finding) -> str:
    said = [f"{finding.operation}, blame: {finding.blame}", finding.reading]
    if finding.steady is False:
        said.append("flaky: it did not show again when the same was sent at once")
    about = "".join(f'<p class="about">{escape(text)}</p>' for text in said if text)
    ways = (("To see it, in a shell", finding.script or finding.curl), ("As a test for pytest", finding.test))
    folded = "".join(
        f"<details><summary>{name}</summary><pre>{escape(text)}</pre></details>"
        for name, text in ways
        if text
    )
    return f"{about}{comparison(finding)}{folded}"


def _baseline(finished: RunFinished) -> Iterator[str]:
    yield from _list("Known", [_told(entry) for entry in finished.known])
    yield from _list("Known no more", [_told(entry) for entry in finished.expired])
    yield from _list("Gone", [_told(entry) for entry in finished.vanished])


def _told(entry: Known) -> tuple[str, str]:
    return entry.operation, f"{entry.title} {entry.code}: {entry.excuse}"


def _list(title: str, entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    items = "".join(f"<li>{escape(f'{subject} {text}'.strip())}</li>" for subject, text in entries)
    if items:
        yield f"<h2>{title}</h2><ul>{items}</ul>"
