"""What happens between customers and agents: tickets, each one append-only list of events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    "tags_removed",
    "changed",
    "note_added",
    "note_edited",
    "note_removed",
    "notified",
    "intent_executed",
]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it; `id` is the customer's or the agent's, None for the system and for rules."""

    kind: Literal["customer", "agent", "system", "rule"]
    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a ticket at `time_ns` (Unix nanoseconds).

    Payloads: created holds all that a ticket begins with; assigned {previous_agent_id, agent_id};
    status_changed {previous, updated}; changed {before, after: values by field}; tags_added and
    tags_removed {tags: names}; message_received, message_sent and note_added {message_id, text,
    attachments?}; note_edited {message_id, text}; note_removed {message_id}; notified {recipient, template};
    intent_executed {intent_id, action}; read {}.
    """

    time_ns: int
    kind: EventKind
    actor: Actor
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; `kind` says what it shows, `url` where somebody else keeps it.

    `inline` files are shown within the text.
    """

    id: int
    name: str
    kind: str
    url: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What was said in a ticket; `time_ns` is Unix nanoseconds."""

    id: int
    ticket_id: int
    direction: Direction
    author: Actor
    time_ns: int
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Interaction:
    """One line of a customer's timeline; only tickets have an id, a channel, a status and a summary.

    `subject` of what is no ticket is a key such as "deliveryStart".
    """

    kind: Literal["ticket", "gridMessage", "delivery", "payment"]
    time_ns: int
    ticket_id: int | None
    sub_channel: str | None
    subject: str | None
    url: str | None
    channel: Channel | None = None
    status: Status | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A service case: nothing but what its events add up to.

    `due_ns` and `first_response_due_ns` are None where the service's own targets hold, `more` is what
    one API alone knows of it.
    """

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
    tags: tuple[str, ...]
    messages: tuple[Message, ...]
    events: tuple[Event, ...]
    due_ns: int | None = None
    first_response_due_ns: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

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
        changes = (event for event in reversed(self.events) if event.kind == "status_changed")
        return next((event.time_ns for event in changes), self.created_ns)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that came with its messages, oldest first."""
        return tuple(file for message in self.messages for file in message.attachments)

    @property
    def interaction(self) -> Interaction:
        """Its line in the customer's timeline."""
        known = (self.id, self.created_ns, self.channel, self.sub_channel, self.status)
        return line_of_ticket(*known, self.subject, self.summary)


def line_of_ticket(
    number: int,
    created_ns: int,
    channel: Channel,
    sub_channel: str | None,
    status: Status,
    subject: str,
    summary: str,
) -> Interaction:
    """The line of a ticket in a timeline; chats of other companies' apps have an address there."""
    elsewhere = channel == "chat" and sub_channel not in {None, "companyWebsite"}
    url = f"https://{sub_channel}.example/messages/{number}" if elsewhere else None
    return Interaction("ticket", created_ns, number, sub_channel, subject, url, channel, status, summary)
