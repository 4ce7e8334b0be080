import re
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from vertrag.world.census.personas import Cast
from vertrag.world.fixtures import table
from vertrag.world.helpdesk.correspondence import Correspondence
from vertrag.world.helpdesk.enclosures import (
    PAPER,
    PICTURE,
    SCAN,
    content_of,
    enclosed,
    form_of,
    kinds,
    name_of,
)
from vertrag.world.supplier import NOW_NS, Supplier

TOM = 376189


def _fill(text: str) -> str:
    return re.sub(r"{(\w+)}", r"<\1>", text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ein Foto habe ich angehängt", "meter"),
        ("ich habe noch einmal nachgesehen. Das Foto hängt an.", "meter"),
        ("der Zettel hängt als Foto an", "slip"),
        ("Das Formular liegt bei; ein Foto davon genügt uns.", "mandate"),
        ("schicken Sie uns bitte ein Foto des Zählers", None),
        ("", None),
    ],
)
def test_a_text_encloses_what_it_speaks_of(text: str, kind: str | None) -> None:
    assert enclosed(text) == kind


def test_every_text_of_the_service_that_speaks_of_an_enclosure_has_one() -> None:
    speaks = re.compile(r"hängt (als \w+ )?an\b|im Anhang|angehängt|liegt bei\b", re.IGNORECASE)
    texts = re.findall(r'"([^"]*)"', (str(table("topics.yaml")).replace("'", '"')))
    spoken = [text for text in texts if speaks.search(text)]
    assert spoken
    assert [text for text in spoken if enclosed(text) is None] == []


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_file_can_be_made_and_has_the_size_that_was_promised(kind: str) -> None:
    content = content_of(kind, "Guten Tag", _fill)
    form = form_of(kind)
    assert len(content) == form.size
    if form is PICTURE:
        assert Image.open(BytesIO(content)).size == (form.width, form.height)
    else:
        assert form is PAPER
        assert PdfReader(BytesIO(content)).pages
    assert name_of(kind, _fill).endswith(".jpg" if form is PICTURE else ".pdf")


def test_a_scan_shows_the_letter_itself() -> None:
    page = PdfReader(BytesIO(content_of(SCAN, "Sehr geehrte Damen und Herren", _fill))).pages[0]
    assert "Sehr geehrte Damen und Herren" in page.extract_text()


def test_the_photograph_shows_the_reading_that_the_customer_writes() -> None:
    case = Cast(0, NOW_NS).case(TOM)
    assert case is not None
    texts = Correspondence(case)
    reading, meter = "43637", "1ESY1160669167"
    assert reading in texts.opening()
    shown = content_of("meter", "", lambda slot: {"{reading}": reading, "{meter}": meter}.get(slot, "kWh"))
    assert texts.content("meter", texts.opening()) == shown


def test_a_file_is_found_by_its_id_and_nothing_else_is() -> None:
    world = Supplier()
    ticket = world.ticket(TOM)
    assert ticket is not None
    (file,) = ticket.attachments
    assert file.name == "Zaehler-1ESY1160669167.jpg"
    assert world.file(file.id) == world.file(file.id)
    assert [world.file(number) for number in (0, file.id + 1, file.id + 10)] == [None] * 3


def test_a_bill_as_a_paper_has_the_numbers_of_the_bill() -> None:
    world, seen = Supplier(seed=2, customers=300), 0
    for number in range(1_000_001, world.last_ticket_id + 1):
        ticket = world.ticket(number)
        for file in ticket.attachments if ticket else ():
            contract = world.contract(ticket.contract_id or 0) if ticket else None
            if file.kind == "invoice" and contract:
                page = PdfReader(BytesIO(world.file(file.id) or b"")).pages[0].extract_text()
                bills = [bill for bill in world.invoices(contract) if bill.number in page]
                for bill in bills[:1]:
                    assert f"Verbrauch: {bill.energy} kWh" in page
                    assert all(str(span.end.value) in page for span in bill.spans)
                    seen += 1
    assert seen
