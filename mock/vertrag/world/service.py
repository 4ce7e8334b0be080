"""What happens between customers and agents: tickets, each one append-only list of events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Channel = Literal["email", "portal", "phone", "letter", "system", "chat", "walkIn"]
Status = Literal["open", "pending", "closed"]
Priority = Literal["low", "medium", "high", "urgent"]
Direction = Literal["in", "out", "internal"]
EventKind = Literal[
    "created",
    "message_received",
    "message_sent",
    "read",
    "assigned",
    "status_changed",
    "tags_added",
    "note_added",
    "notified",
]
_DIRECTIONS: dict[EventKind, Direction] = {
    "message_received": "in",
    "message_sent": "out",
    "note_added": "internal",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it; `id` is the customer's or the agent's, None for the system and for rules."""

    kind: Literal["customer", "agent", "system", "rule"]
    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a ticket at `time_ns` (Unix nanoseconds).

    Payloads: created {status, agent_id}; assigned {previous_agent_id, agent_id};
    status_changed {previous, updated}; tags_added {tags: names}; message_received, message_sent and
    note_added {message_id, text}; notified {recipient, template}; read {}.
    """

    time_ns: int
    kind: EventKind
    actor: Actor
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What was said in a ticket; `time_ns` is Unix nanoseconds."""

    id: int
    ticket_id: int
    direction: Direction
    author: Actor
    time_ns: int
    text: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """A service case; `status`, `agent_id` and every time are what its events add up to."""

    id: int
    customer_id: int
    contract_id: int | None
    topic: str
    channel: Channel
    sub_channel: str | None
    priority: Priority
    status: Status
    subject: str
    summary: str
    agent_id: int | None
    events: tuple[Event, ...]

    @property
    def created_ns(self) -> int:
        """When the ticket came in, Unix nanoseconds."""
        return self.events[0].time_ns

    @property
    def modified_ns(self) -> int | None:
        """When something last happened to it, None if nothing did since it came in."""
        return self.events[-1].time_ns if len(self.events) > 1 else None

    @property
    def closed_ns(self) -> int | None:
        """When it was last closed, None unless it is closed."""
        if self.status != "closed":
            return None
        return next(e.time_ns for e in reversed(self.events) if e.payload.get("updated") == "closed")

    @property
    def tags(self) -> tuple[str, ...]:
        """The names of its tags in the order they were put on."""
        return tuple(tag for event in self.events for tag in event.payload.get("tags", ()))

    @property
    def messages(self) -> tuple[Message, ...]:
        """What was said, oldest first."""
        return tuple(
            Message(
                event.payload["message_id"],
                self.id,
                _DIRECTIONS[event.kind],
                event.actor,
                event.time_ns,
                event.payload["text"],
            )
            for event in self.events
            if event.kind in _DIRECTIONS
        )


@dataclass(frozen=True, slots=True)
class Interaction:
    """One line of a customer's timeline; `subject` of what is no ticket is a key such as "deliveryStart"."""

    kind: Literal["ticket", "gridMessage", "delivery", "payment"]
    time_ns: int
    ticket_id: int | None
    sub_channel: str | None
    subject: str | None
    url: str | None
