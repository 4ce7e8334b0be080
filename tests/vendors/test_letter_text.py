"""One text in three forms."""

import pytest

from vertrag.vendors.letter_text import as_html, as_plain, is_html, start_of, without_courtesies

LETTER = "Guten Tag,\n\nmein Zähler < 5 & > 3.\nDanke!\n\nViele Grüße\nTom"


def test_plain_text_becomes_paragraphs_and_comes_back() -> None:
    html = as_html(LETTER)
    assert html.startswith("<p>Guten Tag,</p><p>mein Zähler &lt; 5 &amp; &gt; 3.<br>Danke!</p>")
    assert as_html(html) == html
    assert as_plain(html).split() == LETTER.split()


@pytest.mark.parametrize("text", ["", "a < b", "3 <4> 5", "<", "x & y"])
def test_what_only_looks_like_html_is_text(text: str) -> None:
    assert not is_html(text)
    assert as_plain(text) == text


def test_courtesies_are_left_out() -> None:
    assert without_courtesies(LETTER) == "mein Zähler < 5 & > 3. Danke!"
    assert without_courtesies("Hallo") == "Hallo"


@pytest.mark.parametrize(
    ("most", "start"),
    [
        (6, "Mail"),
        (20, "Mail an"),
        (26, "Mail an tom@example.com"),
        (23, "Mail an tom@example.com"),
        (3, "Mai"),
    ],
)
def test_a_beginning_ends_between_words_where_it_can(most: int, start: str) -> None:
    assert start_of("Mail an\ntom@example.com bitte", most) == start
