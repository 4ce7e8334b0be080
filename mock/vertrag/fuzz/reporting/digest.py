"""A finished run as Markdown, short enough for a comment on a change."""

import re
from collections.abc import Iterator, Sequence

from vertrag.fuzz.covering.standing import standing
from vertrag.fuzz.events import RunFinished
from vertrag.fuzz.judging.causes import Cause
from vertrag.fuzz.reporting.amounts import amount

_NAMED = 5  # operations of one cause that are named; the others are counted


def digest(finished: RunFinished) -> str:
    """The text: what was tested, a line per cause, what was not tested, and the reproducers folded away."""
    return "\n".join(_lines(finished)) + "\n"


def _lines(finished: RunFinished) -> Iterator[str]:
    started = finished.started
    found = amount(len(finished.causes), "finding")
    known = len(finished.findings) - len(finished.fresh)
    yield f"## {_inline(started.title)}: {found}{f', {known} known' if known else ''}"
    yield ""
    tested = f"{len(finished.tested)} of {len(started.operations)} operations tested"
    yield f"{tested}, {finished.cases} cases in {finished.seconds:.0f} s, seed {started.seed}."
    if finished.tested:
        yield f"{standing(finished)}."
    if finished.interruption:
        yield f"**Ended early: {_inline(finished.interruption)}.**"
    if finished.causes:
        yield "\n| Severity | Finding | Operations | Code |\n|---|---|---|---|"
        yield from map(_row, finished.causes)
        for cause in finished.causes:
            yield from _folded(cause)
    if finished.untested:
        yield "\nNot tested:\n"
        yield from (f"- `{each.operation}`: {_inline(each.reason)}" for each in finished.untested)
    if finished.gaps:
        yield "\nGaps of the document:\n"
        for status, operations in finished.undeclared.items():
            yield f"- {status} is answered and not declared: {_named(operations)}"


def _row(cause: Cause) -> str:
    return f"| {cause.severity} | {_inline(cause.title)} | {_named(cause.operations)} | {cause.code} |"


def _named(operations: Sequence[str]) -> str:
    named = ", ".join(f"`{operation}`" for operation in operations[:_NAMED])
    more = len(operations) - _NAMED
    return named + (f" and {more} more" if more > 0 else "")


def _folded(cause: Cause) -> Iterator[str]:
    first = cause.findings[0]
    # The fence is longer than any run of backticks within.
    fence = "`" * max(3, *(1 + len(run) for run in re.findall("`+", first.script or first.curl)), 3)
    yield f"\n<details><summary>{_inline(cause.title)}: how to see it</summary>\n"
    yield f"Expected {_inline(first.expected)}; got {_inline(first.actual)}.\n"
    yield f"{fence}sh\n{(first.script or first.curl).rstrip()}\n{fence}\n</details>"


def _inline(text: str) -> str:
    """The text on one line, with what Markdown or HTML would read taken for what it is."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return plain.replace("|", "\\|").replace("`", "\\`")
