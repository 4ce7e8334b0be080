import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from vertrag.world.census.people import Agent, agents
from vertrag.world.census.personas import Cast
from vertrag.world.days import DAY
from vertrag.world.helpdesk.casework import ticket_of
from vertrag.world.helpdesk.correspondence import Correspondence
from vertrag.world.helpdesk.facts import Case, Facts, euros
from vertrag.world.helpdesk.service import Ticket
from vertrag.world.helpdesk.topics import topics
from vertrag.world.supplier import NOW_NS, Supplier
from vertrag.world.supply import Invoice

AGENT = agents()[0]


def _case(ticket_id: int, seed: int = 1) -> Case:
    case = Cast(seed, NOW_NS).case(ticket_id)
    assert case is not None
    return case


TOM = _case(376189)


def test_a_mail_greets_and_is_signed() -> None:
    text = Correspondence(TOM).opening()
    greeting, *_, signature = text.split("\n")
    assert greeting.endswith(",")
    assert signature == "Tom Mustermann"
    assert "1ESY1160669167" in text


def test_the_family_writes_of_a_death_and_is_written_to() -> None:
    dead = replace(TOM.customer, deceased=True)
    texts = Correspondence(replace(TOM, customer=dead, topic=topics()["deceased_customer"], own={}))
    assert texts.opening().endswith("\nFamilie Mustermann")
    assert "unser Vater Tom Mustermann" in texts.opening()
    assert texts.reply(AGENT).startswith("Guten Tag Familie Mustermann,\n\nunser herzliches Beileid")
    assert Correspondence(replace(TOM, customer=dead)).opening().endswith("\nTom Mustermann")


def test_a_company_signs_with_its_name() -> None:
    assert Correspondence(_case(376192)).opening().endswith("Ayşe Demir\nVelmora Bäckerei GmbH")


def test_a_letter_on_paper_has_sender_date_and_subject() -> None:
    head = Correspondence(_case(376193)).opening().split("\n\n")
    assert head[0] == "Günther Brandner\nAm Anger 9\n99084 Erfurt"
    assert head[1] == "Erfurt, 31.10.2026"
    assert head[2] == "Verbraucherbeschwerde nach § 111a EnWG"


def test_a_chat_is_one_line_without_greeting() -> None:
    text = Correspondence(_case(376196)).opening()
    assert "\n" not in text


def test_a_missed_call_has_the_key_that_clients_translate() -> None:
    texts = Correspondence(_case(222))
    assert texts.subject() == "missedCall"
    assert "Tom Mustermann" in texts.opening()


@pytest.mark.parametrize("line", [Correspondence.reply, Correspondence.question, Correspondence.second_reply])
def test_agents_greet_by_name_and_sign_for_their_team(line: Callable[[Correspondence, Agent], str]) -> None:
    text = line(Correspondence(TOM), AGENT)
    assert text.startswith("Guten Tag Tom Mustermann,\n\n")
    assert text.endswith("Grüßen\nMaximilian Kern\nKundenservice, Exempla Energie GmbH")


def test_in_a_chat_agents_write_sentences() -> None:
    texts = Correspondence(_case(376196))
    assert texts.reply(AGENT)[0].isupper()
    assert "Viele Grüße" not in texts.reply(AGENT)
    assert "Maximilian" in texts.hello(AGENT)
    assert texts.thanks()
    assert texts.goodbye()


def test_the_reply_belongs_to_what_was_written() -> None:
    case = _case(376189)
    for seed in range(30):
        drawn = replace(case, own={}, draw=_case(376189, seed).draw)
        texts = Correspondence(drawn)
        assert ("von Hand" in texts.reply(AGENT)) == ("von Hand" in texts.opening())


def test_a_question_is_answered() -> None:
    texts = Correspondence(replace(TOM, own={}))
    assert texts.leaves_questions()
    assert "Foto" in texts.question(AGENT)
    assert "Foto" in texts.answer()
    assert "Foto" in texts.resolution(AGENT)
    assert texts.reopening().endswith("Tom Mustermann")


def test_a_returned_call_is_noted() -> None:
    texts = Correspondence(_case(222))
    assert texts.call_back(reached=True) != texts.call_back(reached=False)
    assert texts.note()


def test_no_text_shows_an_empty_slot_or_a_doubled_word() -> None:
    supplier = Supplier(2, 60)
    numbers = [number for customer in range(100_001, 100_061) for number in supplier.tickets_of(customer)]
    tickets = [ticket for number in numbers if (ticket := supplier.ticket(number))]
    said = [message.text for ticket in tickets for message in ticket.messages]
    assert len(said) > 200
    assert [text for text in said if "{" in text or "None" in text or "  " in text] == []
    assert [text for text in said if " der der " in text or " die die " in text or ",," in text] == []


def test_who_announces_a_move_writes_from_the_old_address() -> None:
    moving = replace(TOM, own={}, channel="letter", topic=topics()["relocation"], now_ns=NOW_NS + 100 * DAY)
    head = Correspondence(moving).opening()
    assert Facts(moving)["from_street"] in head.splitlines()[1] != "Hugo-Junkers-Str. 5"
    assert Correspondence(replace(TOM, channel="letter")).opening().splitlines()[1] == "Hugo-Junkers-Str. 5"


def test_a_slip_of_the_pen_happens_to_few_and_changes_no_number() -> None:
    world = Supplier(seed=2, customers=300)
    letters = [
        message.text
        for number in range(1_000_001, world.last_ticket_id + 1)
        if (ticket := world.ticket(number)) and ticket.channel in ("email", "portal")
        for message in ticket.messages[:1]
    ]
    wrong = [text for text in letters if re.search("Addresse|villeicht|bischen|eigendlich|nocheinmal", text)]
    assert 0 < len(wrong) < len(letters) / 10


def test_who_complains_does_not_write_warmly() -> None:
    world = Supplier(seed=2, customers=300)
    for number in range(1_000_001, world.last_ticket_id + 1):
        ticket = world.ticket(number)
        if ticket and ticket.topic == "complaint" and ticket.channel in ("email", "portal", "letter"):
            assert "Lieb" not in ticket.messages[0].text
            assert "Herzliche" not in ticket.messages[0].text


@pytest.fixture(scope="module")
def about_bills() -> list[tuple[Ticket, tuple[Invoice, ...]]]:
    """Tickets about bills, each with the bills of its contract."""
    world = Supplier(seed=2, customers=300)
    found = []
    for number in range(1_000_001, world.last_ticket_id + 1):
        case = world._case(number)  # noqa: SLF001 - only these topics are worth the telling
        if case and case.topic.code in ("explain_invoice", "refund_request"):
            found.append((ticket_of(case, world.now_ns), world.invoices(case.contract)))
    return found


def test_a_bill_that_is_spoken_of_is_one_of_the_contracts(about_bills: Any) -> None:
    spoken = 0
    for ticket, bills in about_bills:
        named = set(re.findall(r"R20\d\d-\d+", f"{ticket.subject} {ticket.summary}"))
        assert named <= {bill.number for bill in bills}
        spoken += len(named)
    assert spoken > 10


def test_an_amount_that_is_spoken_of_is_that_of_a_bill(about_bills: Any) -> None:
    spoken = 0
    for ticket, bills in about_bills:
        amounts = set(re.findall(r"[\d.]+,\d\d(?= €)", ticket.messages[0].text if ticket.messages else ""))
        assert amounts <= {euros(abs(bill.amount_due)) for bill in bills}
        spoken += len(amounts)
    assert spoken > 5


def test_who_has_no_bill_yet_asks_when_it_comes(about_bills: Any) -> None:
    asked = [ticket for ticket, _ in about_bills if ticket.summary.startswith("Fragt, wann die Rechnung")]
    assert asked
    for ticket in asked:
        assert not re.search(r"R20\d\d-", " ".join(message.text for message in ticket.messages))
