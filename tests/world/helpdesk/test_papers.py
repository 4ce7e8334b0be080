from io import BytesIO

import pytest
from pypdf import PdfReader

from vertrag.world.helpdesk.papers import PAPER_SIZE, pdf

LONG = "Ein Absatz, der länger ist als eine Zeile, bricht an einem Wortende um. " * 20


@pytest.mark.parametrize("text", ["", "Zeile\n\nZeile", "Klammern (und \\ Striche)", LONG])
def test_a_paper_can_be_read_again(text: str) -> None:
    page = PdfReader(BytesIO(pdf("Größe in m³, 5 €", text)), strict=True).pages[0]
    read = page.extract_text()
    assert "Größe in m³, 5 €" in read
    assert [word for word in text.split() if word not in read] == []


@pytest.mark.parametrize("text", ["", LONG, "☃ außerhalb der Schrift"])
def test_a_paper_has_the_size_that_was_known_before(text: str) -> None:
    assert len(pdf("Titel", text)) == PAPER_SIZE
    assert len(pdf("Titel", text * 50)) == PAPER_SIZE
