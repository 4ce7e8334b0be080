import pytest

from vertrag.world.service import Actor, Event, EventKind, Status, Ticket

TOM = Actor("customer", 1, "Tom Mustermann")
MAX = Actor("agent", 1, "Maximilian Kern")
CREATED = Event(10, "created", TOM, {"status": "open", "agent_id": None})


def _ticket(*events: Event, status: Status = "open") -> Ticket:
    return Ticket(
        7, 1, None, "other", "email", None, "low", status, "Frage", "Frage.", None, (CREATED, *events)
    )


def test_a_new_ticket_was_never_modified_nor_closed() -> None:
    ticket = _ticket()
    assert (ticket.created_ns, ticket.modified_ns, ticket.closed_ns) == (10, None, None)


def test_a_ticket_was_modified_by_its_last_event() -> None:
    assert _ticket(Event(20, "read", MAX, {}), Event(30, "read", MAX, {})).modified_ns == 30


def test_a_closed_ticket_was_closed_by_the_last_change_to_closed() -> None:
    changes = [("open", "closed"), ("closed", "open"), ("open", "closed")]
    events = [
        Event(20 + n, "status_changed", MAX, {"previous": a, "updated": b})
        for n, (a, b) in enumerate(changes)
    ]
    assert _ticket(*events, Event(30, "read", MAX, {}), status="closed").closed_ns == 22
    assert _ticket(*events[:2]).closed_ns is None


def test_tags_are_those_of_all_events_in_order() -> None:
    ticket = _ticket(
        Event(20, "tags_added", MAX, {"tags": ("A", "B")}), Event(30, "tags_added", MAX, {"tags": ("C",)})
    )
    assert ticket.tags == ("A", "B", "C")


@pytest.mark.parametrize(
    ("kind", "direction"), [("message_received", "in"), ("message_sent", "out"), ("note_added", "internal")]
)
def test_what_was_said_is_a_message(kind: EventKind, direction: str) -> None:
    ticket = _ticket(Event(20, kind, MAX, {"message_id": 701, "text": "Hallo"}), Event(30, "read", MAX, {}))
    assert [(m.id, m.ticket_id, m.direction, m.author, m.time_ns, m.text) for m in ticket.messages] == [
        (701, 7, direction, MAX, 20, "Hallo")
    ]
