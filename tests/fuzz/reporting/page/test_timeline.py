from vertrag.fuzz.events import Span
from vertrag.fuzz.reporting.page.timeline import timeline


def test_phases_are_lanes_on_a_common_scale() -> None:
    spans = [
        Span("walks", 0.0, 2.0, 10),
        Span("coverage", 2.0, 8.0, 30, ((4.0, "high"),)),
        Span("walks", 1.0, 2.0, 5),
    ]
    page = "".join(timeline(spans))
    assert page.count('class="lane"') == 2
    assert "left:25.00%;width:75.00%" in page
    assert 'tick high" style="left:50.00%"' in page
    assert "15 cases" in page


def test_without_times_there_is_no_timeline() -> None:
    assert list(timeline([])) == []
