"""What counts as the opening, as a reply, as an internal note."""

from dataclasses import replace

import pytest

from vertrag.vendors.conversation import is_public, is_reply, last_reply_ns, opening
from vertrag.world.helpdesk.event_log import fold
from vertrag.world.helpdesk.service import Actor, Event, EventKind, Ticket

SOMEBODY = Actor("system", None, "Telefonanlage")
BEGINNING = {
    "customer_id": 1,
    "contract_id": None,
    "topic": "other",
    "channel": "email",
    "sub_channel": None,
    "priority": "low",
    "status": "open",
    "subject": "",
    "summary": "",
    "agent_id": None,
}


def ticket_of(*kinds: EventKind) -> Ticket:
    said = {"message_received", "message_sent", "note_added"}
    events = tuple(
        Event(number, kind, SOMEBODY, {"message_id": number, "text": ""} if kind in said else {"tags": ()})
        for number, kind in enumerate(kinds)
    )
    begun = replace(events[0], payload=BEGINNING)
    return fold(1, (begun, *events[1:]))


@pytest.mark.parametrize(
    ("kinds", "place"),
    [
        (("created", "message_received", "note_added"), 1),
        (("created", "tags_added", "note_added", "message_sent"), 2),
        (("created", "message_sent"), 1),
    ],
)
def test_the_opening_is_the_first_thing_said(kinds: tuple[EventKind, ...], place: int) -> None:
    ticket = ticket_of(*kinds)
    assert opening(ticket) is ticket.events[place]


def test_a_ticket_may_be_silent() -> None:
    assert opening(ticket_of("created", "tags_added")) is None


def test_replies_are_the_messages_after_the_opening() -> None:
    ticket = ticket_of("created", "note_added", "message_sent", "note_added", "message_received", "read")
    assert [is_reply(ticket, event) for event in ticket.events] == [False, False, True, False, True, False]
    assert [is_public(ticket, event) for event in ticket.events] == [False, True, True, False, True, False]


def test_the_last_reply_is_when_somebody_last_wrote() -> None:
    assert last_reply_ns(ticket_of("created", "message_received", "message_sent", "note_added", "read")) == 2
    assert last_reply_ns(ticket_of("created", "message_received", "read")) == 0
