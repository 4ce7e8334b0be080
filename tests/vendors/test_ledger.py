"""What is written is appended, in order, and never lost."""

from itertools import pairwise

import pytest

from vertrag.errors import Refused
from vertrag.exchange import State
from vertrag.vendors.desk import Desk
from vertrag.vendors.ledger import (
    DESK,
    Happening,
    Ledger,
    Sender,
    clerk,
    message,
    next_message,
    turned,
    writer,
)
from vertrag.world.supplier import Supplier

TOM = 376189


@pytest.fixture
def ledger(world: Supplier, state: State) -> Ledger:
    return Ledger(Desk(world, state))


def test_events_are_appended_after_all_that_happened(ledger: Ledger) -> None:
    before = ledger.desk.find(TOM)
    read = Happening("read", clerk(ledger.desk), {})
    after = ledger.append(ledger.append(before, [read]), [read, read])
    assert after.events[: len(before.events)] == before.events
    assert [event.kind for event in after.events[-3:]] == ["read"] * 3
    assert all(one.time_ns < other.time_ns for one, other in pairwise(after.events))


def test_nothing_written_is_nothing_changed(ledger: Ledger) -> None:
    ticket = ledger.desk.find(TOM)
    assert ledger.append(ticket, []) is ticket
    assert ledger.desk.written() == []


def test_a_status_is_changed_only_to_another(ledger: Ledger) -> None:
    ticket = ledger.desk.find(TOM)
    assert turned(ticket, DESK, ticket.status) == []
    (change,) = turned(ticket, DESK, "closed")
    assert change.payload == {"previous": "open", "updated": "closed"}


def test_a_stranger_becomes_one_customer_without_contracts(ledger: Ledger) -> None:
    guest = ledger.welcome(Sender("Lotte von Beispiel", "Lotte@example.org", "+491713920001"))
    again = ledger.welcome(Sender("L. Beispiel", "lotte@example.org"))
    other = ledger.welcome(Sender("Otto", "otto@example.org"))
    assert (guest.first_name, guest.last_name, guest.contract_ids) == ("Lotte von", "Beispiel", ())
    assert again == guest == ledger.desk.customer(guest.id)
    assert (other.id, other.first_name, other.last_name) == (guest.id + 1, "", "Otto")
    assert writer(other).id == other.id > ledger.desk.world.last_customer_id


def test_a_name_of_another_system_leads_to_its_ticket(ledger: Ledger) -> None:
    ledger.name("EXT-1", TOM)
    found = ledger.named("EXT-1")
    assert found is not None
    assert found.id == TOM
    assert ledger.named("EXT-2") is None


def test_a_message_has_a_number_of_its_own_and_its_files(ledger: Ledger) -> None:
    ticket = ledger.desk.find(TOM)
    number = next_message(ticket)
    files = [{"name": "a.pdf", "url": "https://files.example/a.pdf"}]
    said = Happening("message_sent", clerk(ledger.desk), message(TOM, number, "Hallo", files))
    after = ledger.append(ticket, [said])
    assert len({each.id for each in after.messages}) == len(ticket.messages) + 1
    assert after.attachments[-1].url == "https://files.example/a.pdf"
    assert next_message(after) == number + 1


def test_a_ticket_holds_only_so_many_messages(ledger: Ledger) -> None:
    ticket = ledger.desk.find(TOM)
    note = [Happening("note_added", DESK, message(TOM, number, "")) for number in range(2, 1000)]
    with pytest.raises(Refused, match="is full"):
        next_message(ledger.append(ticket, note))
