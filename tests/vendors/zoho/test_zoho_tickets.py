"""Tickets listed, made and changed through Zoho Desk."""

from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import Call, State
from vertrag.vendors.zoho.zoho_tickets import get_tickets
from vertrag.world.supplier import Supplier

TOM = "57440000000376189"


def test_every_ticket_fits_the_document_and_is_the_same_in_every_api(
    ask: Any, faults: Any, ticket_ids: list[int]
) -> None:
    names = {"open": "Open", "pending": "On Hold", "closed": "Closed"}
    for number in ticket_ids:
        ticket = ask("zoho-desk", "getTicket", ticketId=str(57440000000000000 + number))
        assert faults("zoho-desk", "Ticket", ticket) == []
        other = ask("enneo", "getTicket", ticketId=number)
        assert ticket["status"] == names[other["status"]]
        assert (ticket["closedTime"] is None) == (other["closedAt"] is None)
        assert (ticket["subject"], ticket["tagCount"]) == (other["subject"], str(len(other["tags"])))


@pytest.mark.parametrize(
    ("asked", "name", "values"),
    [
        ({"status": ["Open", "On Hold"]}, "status", {"Open", "On Hold"}),
        ({"priority": ["High", "Urgent"]}, "priority", {"High", "Urgent"}),
        ({"channel": ["Letter", "Counter"]}, "channel", {"Letter", "Counter"}),
        ({"assignee": ["57440000000900012"]}, "assigneeId", {"57440000000900012"}),
    ],
)
def test_a_list_is_filtered(ask: Any, asked: dict[str, Any], name: str, values: set[str]) -> None:
    tickets = ask("zoho-desk", "getTickets", **asked, limit=20)["data"]
    assert tickets
    assert {ticket[name] for ticket in tickets} <= values


def test_a_list_is_newest_first_or_ordered_as_asked(ask: Any, world: Supplier) -> None:
    times = [each["createdTime"] for each in ask("zoho-desk", "getTickets", limit=20)["data"]]
    assert times == sorted(times, reverse=True)
    oldest = [
        each["createdTime"] for each in ask("zoho-desk", "getTickets", limit=20, sortBy="createdTime")["data"]
    ]
    assert oldest == sorted(oldest) < times
    recent = ask("zoho-desk", "getTickets", limit=100, receivedInDays="15", sortBy="createdTime")["data"]
    assert recent[0]["createdTime"] > "2026-10-18"
    assert get_tickets(Call("", {"from": 10**6}, world=world)).status == 204


def test_a_new_ticket_of_a_known_contact(ask: Any, faults: Any, state: State) -> None:
    sent = {
        "subject": "Abschlag",
        "departmentId": "57470000000000001",
        "contactId": "57450000000083771",
        "description": "Guten Tag",
        "channel": "Phone",
        "status": "Closed",
        "dueDate": "2026-12-01T08:00:00.870Z",
        "assigneeId": "57440000000900003",
        "email": "zweite.adresse@example.com",
        "phone": "+",
    }
    ticket = ask("zoho-desk", "createTicket", sent=sent, state=state)
    assert faults("zoho-desk", "Ticket", ticket) == []
    assert {name: ticket[name] for name in sent} == sent
    assert (
        ask("enneo", "getTicket", ticketId=int(ticket["ticketNumber"]), state=state)["customerId"] == "83771"
    )


def test_a_ticket_changes_and_the_history_says_so(ask: Any, state: State) -> None:
    sent = {"status": "On Hold", "priority": "High", "subject": "Neu", "assigneeId": "57440000000900003"}
    ticket = ask("zoho-desk", "updateTicket", ticketId=TOM, sent=sent, state=state)
    assert {name: ticket[name] for name in sent} == sent
    history = ask("zoho-desk", "getTicketHistory", ticketId=TOM, state=state)["data"]
    changed = {fact["propertyName"] for entry in history[:3] for fact in entry["eventInfo"]}
    assert changed == {"Status", "Priority", "Subject", "Case Owner"}


def test_several_tickets_are_closed_each_by_itself(ask: Any, state: State) -> None:
    results = ask("zoho-desk", "closeTickets", sent={"ids": [TOM, "5"]}, state=state)["results"]
    assert [(each["id"], each["success"]) for each in results] == [(TOM, True), ("5", False)]
    assert ask("socialboards", "getTicket", ticketId=376189, state=state)["data"]["status"] == "completed"


KNOWN = {"subject": "S", "departmentId": "57470000000000001"}


@pytest.mark.parametrize("sent", [{"contactId": "1"}, {"assigneeId": "1"}, {"departmentId": "1"}])
def test_who_is_not_there_is_refused(ask: Any, state: State, sent: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        ask("zoho-desk", "createTicket", sent={**KNOWN, **sent}, state=state)
    assert refused.value.status == 404


def test_no_ticket_is_due_before_it_is_there(ask: Any, state: State) -> None:
    early = {"dueDate": "2000-01-01T00:00:00.000Z"}
    with pytest.raises(Refused, match="cannot be due"):
        ask("zoho-desk", "createTicket", sent=KNOWN | early, state=state)
    with pytest.raises(Refused, match="cannot be due"):
        ask("zoho-desk", "updateTicket", ticketId=TOM, sent=early, state=state)
