from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from vertrag.fuzz.covering.coverage import Coverage
from vertrag.fuzz.events import Known, Notice, Untested
from vertrag.fuzz.reporting.page.webpage import webpage


class Outline(HTMLParser):
    """The tags of a page, and whether each that was opened was closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.append(tag)
        assert "src" not in dict(attrs)
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_is_whole_and_needs_nothing_else(broken_run: Any) -> None:
    outline = Outline(webpage(broken_run.result))
    assert outline.open == []
    assert outline.seen.count("details") == 15  # each cause, its script and its test
    assert not {"script", "link", "img"} & set(outline.seen)


def test_what_is_open_is_listed(clean_run: Any) -> None:
    entry = Known("0", "ST1", "GET /x", "Odd", "ticket 7", "2030-01-31")
    result = replace(
        clean_run.result,
        untested=(Untested("GET /health", "only 401", "try credentials"),),
        known=(entry,),
        notices=(Notice("", "the time was up"),),
        interruption="interrupted",
    )
    page = webpage(result)
    assert "<li>GET /health only 401; try credentials</li>" in page
    assert "<li>GET /x Odd ST1: ticket 7, until 2030-01-31</li>" in page
    assert "<li>the time was up</li>" in page
    assert "Ended early: interrupted" in page


def test_nothing_that_a_server_said_is_markup(broken_run: Any) -> None:
    odd = replace(broken_run.result.findings[0], answer="<script>alert(1)</script>", steady=False)
    page = webpage(replace(broken_run.result, findings=(odd,)))
    assert "<script>" not in page
    assert "did not show again" in page


def test_the_score_and_the_covered_share_have_a_gauge(broken_run: Any) -> None:
    page = webpage(replace(broken_run.result, coverage=(Coverage("GET /health", ("response 200",), ()),)))
    assert f"<b>{broken_run.result.score:g}</b>conformance of 100<span" in page
    assert "<b>100%</b>of the document covered<span" in page
    assert "conformance of 100" not in webpage(replace(broken_run.result, tested=()))
