"""The event log: the one truth about a ticket, and what its events add up to.

Laws
1. `fold` is pure: the same events give the same ticket, whoever wrote them.
2. Events are ordered by time, the first is `created`, and none is ever taken back.
3. Where somebody took over, the story that the world had in mind ends: nothing contradicts what they did.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from vertrag.world.helpdesk.service import Actor, Attachment, Direction, Event, EventKind, Message, Ticket

_DIRECTIONS: dict[EventKind, Direction] = {
    "message_received": "in",
    "message_sent": "out",
    "note_added": "internal",
}
SAID = frozenset(_DIRECTIONS)
"""The kinds of events that bring a message."""
FIELDS = frozenset(
    {
        "customer_id",
        "contract_id",
        "topic",
        "channel",
        "sub_channel",
        "priority",
        "status",
        "subject",
        "summary",
        "agent_id",
        "due_ns",
        "first_response_due_ns",
    }
)
"""What a ticket begins with and what may change; `created` and `changed` may hold more, for one API alone."""


def fold(ticket_id: int, events: Sequence[Event]) -> Ticket:
    """The ticket that its events add up to."""
    facts = dict(events[0].payload)
    tags: dict[str, None] = {}
    messages: dict[int, Message] = {}
    for event in events[1:]:
        payload = event.payload
        match event.kind:
            case "message_received" | "message_sent" | "note_added":
                messages[payload["message_id"]] = _message(ticket_id, event)
            case "status_changed":
                facts["status"] = payload["updated"]
            case "assigned":
                facts["agent_id"] = payload["agent_id"]
            case "changed":
                facts.update(payload["after"])
            case "tags_added":
                tags.update(dict.fromkeys(payload["tags"]))
            case "tags_removed":
                tags = {tag: None for tag in tags if tag not in payload["tags"]}
            case "note_edited":
                number = payload["message_id"]
                messages[number] = replace(messages[number], text=payload["text"])
            case "note_removed":
                messages.pop(payload["message_id"], None)
    more = {name: facts.pop(name) for name in [name for name in facts if name not in FIELDS]}
    return Ticket(
        id=ticket_id,
        tags=tuple(tags),
        messages=tuple(messages.values()),
        events=tuple(events),
        more=more,
        **facts,
    )


def continued(told: Sequence[Event], appended: Sequence[Event]) -> tuple[Event, ...]:
    """What the world tells of a ticket, up to where somebody took it over, and what they did."""
    if not appended:
        return tuple(told)
    begin = appended[0].time_ns
    return (*(event for event in told if event.time_ns < begin), *appended)


def to_record(event: Event) -> dict[str, Any]:
    """An event as a JSON value."""
    actor = {"kind": event.actor.kind, "id": event.actor.id, "name": event.actor.name}
    return {"time_ns": event.time_ns, "kind": event.kind, "actor": actor, "payload": dict(event.payload)}


def from_records(records: Iterable[Mapping[str, Any]]) -> tuple[Event, ...]:
    """The events that were written down as JSON values."""
    return tuple(
        Event(record["time_ns"], record["kind"], Actor(**record["actor"]), record["payload"])
        for record in records
    )


def _message(ticket_id: int, event: Event) -> Message:
    payload = event.payload
    return Message(
        payload["message_id"],
        ticket_id,
        _DIRECTIONS[event.kind],
        event.actor,
        event.time_ns,
        payload["text"],
        tuple(Attachment(**file) for file in payload.get("attachments", ())),
    )
