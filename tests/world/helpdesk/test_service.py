from typing import Any

from vertrag.world.helpdesk.event_log import fold
from vertrag.world.helpdesk.service import Actor, Event, Ticket

TOM = Actor("customer", 1, "Tom Mustermann")
MAX = Actor("agent", 1, "Maximilian Kern")
BEGINNING: dict[str, Any] = {
    "customer_id": 1,
    "contract_id": None,
    "topic": "other",
    "channel": "email",
    "sub_channel": None,
    "priority": "low",
    "status": "open",
    "subject": "Frage",
    "summary": "Frage.",
    "agent_id": None,
}


def _ticket(*events: Event, **beginning: Any) -> Ticket:
    return fold(7, (Event(10, "created", TOM, BEGINNING | beginning), *events))


def _turn(time_ns: int, previous: str, updated: str) -> Event:
    return Event(time_ns, "status_changed", MAX, {"previous": previous, "updated": updated})


def test_a_new_ticket_was_never_modified_nor_closed() -> None:
    ticket = _ticket()
    assert (ticket.created_ns, ticket.modified_ns, ticket.closed_ns) == (10, None, None)


def test_a_ticket_was_modified_by_its_last_event() -> None:
    assert _ticket(Event(20, "read", MAX, {}), Event(30, "read", MAX, {})).modified_ns == 30


def test_a_closed_ticket_was_closed_by_the_last_change_to_closed() -> None:
    changes = [_turn(20, "open", "closed"), _turn(21, "closed", "open"), _turn(22, "open", "closed")]
    assert _ticket(*changes, Event(30, "read", MAX, {})).closed_ns == 22
    assert _ticket(*changes[:2]).closed_ns is None


def test_a_ticket_that_came_in_closed_was_closed_then() -> None:
    assert _ticket(status="closed").closed_ns == 10


def test_the_files_of_a_ticket_are_those_of_its_messages() -> None:
    files = [{"id": 1, "name": "a.jpg", "kind": "photo"}, {"id": 2, "name": "b.pdf", "kind": "scan"}]
    said = [
        Event(20 + number, "message_received", TOM, {"message_id": number, "text": "", "attachments": [file]})
        for number, file in enumerate(files)
    ]
    assert [file.name for file in _ticket(*said).attachments] == ["a.jpg", "b.pdf"]
