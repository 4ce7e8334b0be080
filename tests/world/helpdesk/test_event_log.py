import json
from typing import Any

import pytest

from vertrag.world.helpdesk.event_log import continued, fold, from_records, to_record
from vertrag.world.helpdesk.service import Actor, Event, EventKind, Ticket
from vertrag.world.supplier import Supplier

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
CREATED = Event(10, "created", TOM, BEGINNING)


def _folded(*happened: tuple[EventKind, dict[str, Any]]) -> Ticket:
    events = (Event(20 + number, kind, MAX, payload) for number, (kind, payload) in enumerate(happened))
    return fold(7, (CREATED, *events))


def test_a_ticket_begins_with_what_was_known_then() -> None:
    ticket = _folded()
    assert (ticket.id, ticket.status, ticket.priority, ticket.subject) == (7, "open", "low", "Frage")
    assert (ticket.tags, ticket.messages, ticket.more) == ((), (), {})


def test_status_and_agent_are_what_they_were_last_changed_to() -> None:
    ticket = _folded(
        ("status_changed", {"previous": "open", "updated": "closed"}),
        ("assigned", {"previous_agent_id": None, "agent_id": 3}),
        ("status_changed", {"previous": "closed", "updated": "pending"}),
    )
    assert (ticket.status, ticket.agent_id) == ("pending", 3)


def test_a_changed_field_has_its_new_value_and_what_one_api_alone_knows_is_kept_apart() -> None:
    after = {"priority": "high", "external_id": "EXT-1"}
    ticket = _folded(("changed", {"before": {"priority": "low"}, "after": after}))
    assert (ticket.priority, ticket.more) == ("high", {"external_id": "EXT-1"})


def test_tags_are_those_put_on_and_not_taken_off_again() -> None:
    ticket = _folded(
        ("tags_added", {"tags": ["A", "B"]}),
        ("tags_removed", {"tags": ["A", "C"]}),
        ("tags_added", {"tags": ["C", "B"]}),
    )
    assert ticket.tags == ("B", "C")


@pytest.mark.parametrize(
    ("kind", "direction"), [("message_received", "in"), ("message_sent", "out"), ("note_added", "internal")]
)
def test_what_was_said_is_a_message(kind: EventKind, direction: str) -> None:
    ticket = _folded((kind, {"message_id": 701, "text": "Hallo"}), ("read", {}))
    assert [(m.id, m.ticket_id, m.direction, m.author, m.time_ns, m.text) for m in ticket.messages] == [
        (701, 7, direction, MAX, 20, "Hallo")
    ]


def test_a_note_can_be_edited_and_removed() -> None:
    added = [("note_added", {"message_id": number, "text": "alt"}) for number in (1, 2)]
    edited = ("note_edited", {"message_id": 1, "text": "neu"})
    ticket = _folded(*added, edited, ("note_removed", {"message_id": 2}))  # type: ignore[arg-type]  # a literal
    assert [(note.id, note.text, note.time_ns) for note in ticket.messages] == [(1, "neu", 20)]


def test_events_survive_being_written_down() -> None:
    ticket = Supplier().ticket(376189)
    assert ticket is not None
    records = json.loads(json.dumps([to_record(event) for event in ticket.events]))
    assert fold(376189, from_records(records)) == ticket


def test_where_somebody_takes_over_the_story_ends() -> None:
    told = [CREATED, Event(20, "read", MAX, {}), Event(40, "read", MAX, {})]
    taken = [Event(30, "status_changed", MAX, {"previous": "open", "updated": "closed"})]
    assert [event.time_ns for event in continued(told, taken)] == [10, 20, 30]
    assert continued(told, []) == tuple(told)
