"""A ticket in full: everything in it agrees with everything else."""

import html
import re
from datetime import datetime
from typing import Any

import pytest

from vertrag.world.supplier import Supplier

TOM = 376189
INGRIDS_CALL = 376195  # answered this morning
HOUR = 3_600 * 10**9


@pytest.fixture
def shown(ticket_ids: list[int], ask: Any) -> list[dict[str, Any]]:
    return [ask("enneo", "getTicket", ticketId=ticket_id) for ticket_id in ticket_ids]


def test_every_ticket_fits_the_document(shown: Any, faults: Any) -> None:
    assert shown
    for ticket in shown:
        assert faults("enneo", "Ticket", ticket) == []


def test_only_a_complaint_is_told_in_a_negative_mood(shown: Any, world: Supplier) -> None:
    for ticket in shown:
        told = world.ticket(ticket["id"])
        assert told is not None
        assert ticket["sentiment"] == ("negative" if told.topic == "complaint" else "neutral")


def test_customer_and_contract_are_one_family(shown: Any) -> None:
    for ticket in shown:
        contracts = ticket["customer"]["contracts"]
        assert ticket["customerId"] == str(ticket["customer"]["id"])
        assert {contract["customerId"] for contract in contracts} <= {ticket["customerId"]}
        assert ticket["contractId"] in {None, *(str(contract["id"]) for contract in contracts)}


def test_an_agent_is_shown_exactly_if_one_is_in_charge(shown: Any) -> None:
    for ticket in shown:
        assert (ticket["agent"] is None) == (ticket["agentId"] is None)
        if ticket["agent"]:
            assert ticket["agent"]["id"] == ticket["agentId"]


@pytest.mark.parametrize(
    ("ids", "things"),
    [("assignedAgentIds", "assignedAgents"), ("workedOnByIds", "workedOnBy"), ("tagIds", "tags")],
)
def test_lists_of_ids_and_of_things_agree(shown: Any, ids: str, things: str) -> None:
    for ticket in shown:
        assert ticket[ids] == [thing["id"] for thing in ticket[things]]


def test_the_mail_address_is_compared_with_the_customers(shown: Any) -> None:
    for ticket in shown:
        customer = ticket["customer"]
        assert customer["emailMatches"] == ((ticket["from"] or "").lower() == customer["email"].lower())


def test_doubt_about_the_customer_is_explained_and_certainty_is_not(shown: Any) -> None:
    for ticket in shown:
        doubtful = 10 <= ticket["customerLegitimation"] <= 19
        assert (ticket["customerLegitimationMessage"] is not None) == doubtful


def test_times_follow_each_other(shown: Any) -> None:
    for ticket in shown:
        assert (ticket["closedAt"] is None) == (ticket["status"] != "closed")
        assert ticket["createdAt"] <= ticket["firstResponseDueBy"] <= ticket["dueBy"]
        for later in ("modifiedAt", "closedAt"):
            assert ticket[later] is None or ticket[later] >= ticket["createdAt"]


def test_the_creation_is_german_time(ask: Any, world: Any) -> None:
    shown = ask("enneo", "getTicket", ticketId=TOM)["createdAt"]
    unix = datetime.strptime(f"{shown} +0100", "%Y-%m-%d %H:%M:%S %z").timestamp()
    assert world.ticket(TOM).created_ns // 10**9 - unix in (0, -3600)


def test_a_channel_says_who_can_be_reached(shown: Any) -> None:
    for ticket in shown:
        assert (ticket["channelId"] is not None) == (ticket["channel"] == "chat")
        if ticket["channel"] == "system":
            assert ticket["from"] is None
            assert ticket["replyRecipients"] is None


def test_three_forms_of_the_body_say_the_same(shown: Any) -> None:
    for ticket in shown:
        if ticket["bodyPlain"] is not None:
            text = (
                html.unescape(re.sub(r"</p><p>|<br>", " ", ticket["body"]))
                .removeprefix("<p>")
                .removesuffix("</p>")
            )
            plain = " ".join(ticket["bodyPlain"].split())
            assert " ".join(text.split()) == plain
            assert ticket["bodyClean"] in plain


def test_the_clean_body_has_neither_greeting_nor_signature(shown: Any) -> None:
    mails = [ticket for ticket in shown if ticket["channel"] in ("email", "portal", "letter")]
    assert mails
    for ticket in mails:
        assert ticket["bodyClean"]
        assert not re.search("^(Guten Tag|Hallo|Sehr geehrte|Liebe)|Grüßen? ", ticket["bodyClean"])
        assert not ticket["bodyClean"].endswith(ticket["customer"]["lastname"])


def test_neighbours_are_neighbours_of_each_other(shown: Any, ask: Any) -> None:
    for ticket in shown:
        if ticket["prevTicketId"] is not None:
            previous = ask("enneo", "getTicket", ticketId=ticket["prevTicketId"])
            assert previous["nextTicketId"] == ticket["id"]
            assert previous["id"] < ticket["id"]


def test_raw_data_comes_only_if_asked_for(ask: Any, faults: Any) -> None:
    plain = ask("enneo", "getTicket", ticketId=TOM)
    full = ask("enneo", "getTicket", ticketId=TOM, includeRawData=True)
    assert plain["rawData"] is None
    assert full["rawData"]["events"]
    assert {**full, "rawData": None} == plain
    assert faults("enneo", "Ticket", full) == []


def test_the_responder_is_the_agent_who_wrote_last(shown: Any, world: Supplier) -> None:
    responders = []
    for ticket in shown:
        known = world.ticket(ticket["id"])
        assert known is not None
        authors = [message.author.id for message in known.messages if message.direction == "out"]
        assert ticket["responderId"] == (authors[-1] if authors else None)
        responders += authors
    assert responders


def test_agents_at_work_on_a_ticket_are_those_of_the_last_hour(ask: Any, world: Supplier) -> None:
    customers = range(100_001, 100_001 + world.customers)
    newest = sorted(number for customer_id in customers for number in world.tickets_of(customer_id))[-60:]
    busy = set()
    for number in [*newest, INGRIDS_CALL]:
        ticket = world.ticket(number)
        assert ticket is not None
        recent = [event.actor for event in ticket.events if world.now_ns - event.time_ns <= HOUR]
        expected = {actor.id for actor in recent if actor.kind == "agent"}
        assert set(ask("enneo", "getTicket", ticketId=number)["workedOnByIds"]) == expected
        busy |= expected
    assert busy
