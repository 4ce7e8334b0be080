from dataclasses import replace
from typing import Any

import pytest

from vertrag.fuzz.reporting.page.comparison import comparison


def shown(broken_run: Any, response: str, place: str | None) -> str:
    return comparison(replace(broken_run.result.findings[0], response=response, place=place))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("/0/a~1b", "    &quot;a/b&quot;: 1,"),
        ("/0", "  {"),
        ("", "["),
        ("/0/c/1", "      true"),
    ],
)
def test_the_line_of_the_place_is_marked(broken_run: Any, place: str, line: str) -> None:
    page = shown(broken_run, '200 OK\nx: y\n\n[{"a/b": 1, "c": [null, true]}]', place)
    assert f"<mark>{line}</mark>" in page
    assert page.count("<mark>") == 1


def test_without_a_place_nothing_is_marked(broken_run: Any) -> None:
    assert "<mark>" not in shown(broken_run, "200 OK\n\n[1]", None)


@pytest.mark.parametrize("body", ["<script>", "[" * 5000, "[" * 500 + "]" * 500, ""])
def test_any_body_is_shown_and_none_is_markup(broken_run: Any, body: str) -> None:
    page = shown(broken_run, f"200 OK\n\n{body}", "/x")
    assert "<script>" not in page
    assert "200 OK" in page


def test_the_finding_shows_where_its_answer_is_wrong(broken_run: Any) -> None:
    (finding,) = [each for each in broken_run.result.findings if each.code == "ST108"]
    assert "<mark>    &quot;status&quot;: &quot;lost&quot;</mark>" in comparison(finding)
    assert "authorization: $authorization" in comparison(finding).lower()
