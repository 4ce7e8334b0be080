"""When what was tested and found, as bars on a common scale: a lane for each phase."""

from collections.abc import Iterator, Sequence
from html import escape

from vertrag.fuzz.events import Span


def timeline(phases: Sequence[Span]) -> Iterator[str]:
    """The lanes, in the order in which the phases first began; none where nothing is known of them."""
    whole = max((span.ended for span in phases), default=0.0)
    if whole <= 0:
        return
    lanes: dict[str, list[Span]] = {}
    for span in sorted(phases, key=lambda span: span.began):
        lanes.setdefault(span.phase, []).append(span)
    yield "<h2>Timeline</h2>"
    for name, spans in lanes.items():
        bars = "".join(_bar(span, whole) for span in spans)
        ticks = "".join(_tick(at, severity, whole) for span in spans for at, severity in span.found)
        cases = sum(span.cases for span in spans)
        yield (
            f'<div class="lane"><span>{escape(name)}</span><span class="track">{bars}{ticks}</span>'
            f"<span>{cases} cases</span></div>"
        )


def _bar(span: Span, whole: float) -> str:
    title = f"{span.phase}: {span.began:.1f} s to {span.ended:.1f} s, {span.cases} cases"
    left, width = 100 * span.began / whole, 100 * (span.ended - span.began) / whole
    return f'<i class="bar" style="left:{left:.2f}%;width:{width:.2f}%" title="{escape(title)}"></i>'


def _tick(at: float, severity: str, whole: float) -> str:
    left = min(100 * at / whole, 99.5)
    title = f"{severity} finding after {at:.1f} s"
    return f'<i class="tick {escape(severity)}" style="left:{left:.2f}%" title="{escape(title)}"></i>'
