"""What was said in a ticket, cut alike for every vendor.

Laws
1. The opening is the first thing that was said or written down; it is the ticket itself.
2. What customer and service write to each other afterwards are replies.
3. Every other note is internal.
"""

from vertrag.world.helpdesk.service import Event, Ticket

_SAID = ("message_received", "message_sent")


def opening(ticket: Ticket) -> Event | None:
    """The event that brought the request: a message, or the note of whoever took a call."""
    return next((event for event in ticket.events if "message_id" in event.payload), None)


def is_reply(ticket: Ticket, event: Event) -> bool:
    """Whether an event is a message after the opening."""
    return event.kind in _SAID and event is not opening(ticket)


def is_public(ticket: Ticket, event: Event) -> bool:
    """Whether an event is the opening or a reply, so part of what customer and service share."""
    return event.kind in _SAID or event is opening(ticket)


def last_reply_ns(ticket: Ticket) -> int:
    """When customer or team last wrote, in Unix nanoseconds; the creation where nobody did since."""
    times = (event.time_ns for event in reversed(ticket.events) if is_reply(ticket, event))
    return next(times, ticket.created_ns)
