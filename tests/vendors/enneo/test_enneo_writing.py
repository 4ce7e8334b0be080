"""Tickets are made and changed, and every view of them changes with it."""

from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import State

TOM = 376189


@pytest.fixture
def patch(ask: Any, state: State) -> Any:
    return lambda sent: ask("enneo", "patchTicket", ticketId=TOM, sent=sent, state=state)["ticket"]


@pytest.fixture
def create(ask: Any, state: State) -> Any:
    return lambda **sent: ask("enneo", "createTicket", sent=sent, state=state)


def test_a_new_ticket_fits_the_document_whatever_was_left_out(create: Any, faults: Any) -> None:
    for sent in ({}, {"channel": "system", "status": "closed"}, {"channel": "chat", "from": "+491713920001"}):
        ticket = create(**sent)
        assert faults("enneo", "Ticket", ticket) == []
        assert (ticket["closedAt"] is None) == (ticket["status"] != "closed")


def test_a_new_ticket_of_a_contract_belongs_to_its_customer(create: Any, ask: Any, state: State) -> None:
    ticket = create(contractId="746839", subject="Frage", body="Guten Tag", tags=[1, 2])
    assert (ticket["customerId"], ticket["tagIds"]) == ("83771", [1, 2])
    history = ask("enneo", "getTicketHistory", ticketId=TOM, state=state)
    assert (history["history"][0]["id"], history["history"][0]["subject"]) == (ticket["id"], "Frage")


def test_a_stranger_is_a_customer_without_contracts(create: Any) -> None:
    ticket = create(**{"from": "lotte@example.org", "fromName": "Lotte Beispiel"}, body="Hallo")
    assert (ticket["customer"]["contracts"], ticket["contractId"]) == ([], None)
    assert (ticket["customerLegitimation"], ticket["customer"]["lastname"]) == (0, "Beispiel")


def test_a_known_external_id_changes_its_ticket(create: Any, ask: Any, state: State) -> None:
    first = create(externalTicketId="EXT-1", body="Eins")
    again = create(externalTicketId="EXT-1", body="Zwei", priority="high", tags=[3], status="pending")
    assert (again["id"], again["priority"], again["tagIds"]) == (first["id"], "high", [3])
    assert again["status"] == "pending"
    said = ask("enneo", "getConversation", ticketId=first["id"], state=state)["conversations"]
    assert [message["bodyPlain"] for message in said] == ["Eins", "Zwei"]


def test_tags_are_replaced_added_and_taken_off(patch: Any) -> None:
    assert patch({"addTagIds": [2, 1]})["tagIds"] == [1, 2]
    assert patch({"removeTagIds": [1, 5]})["tagIds"] == [2]
    assert patch({"tagIds": [7, 2]})["tagIds"] == [2, 7]


@pytest.mark.parametrize("due", ["2026-11-10 12:00:00", 1794308400])
def test_deadlines_come_in_two_forms(patch: Any, due: Any) -> None:
    assert patch({"dueBy": due})["dueBy"] == "2026-11-10 12:00:00"


def test_deadlines_never_contradict_each_other(patch: Any) -> None:
    for sent in ({"dueBy": 0}, {"firstResponseDueBy": 4102444800}, {"dueBy": 1, "firstResponseDueBy": 0}):
        ticket = patch(sent)
        assert ticket["createdAt"] <= ticket["firstResponseDueBy"] <= ticket["dueBy"]


def test_a_ticket_can_be_closed_and_opened_again(patch: Any) -> None:
    assert patch({"status": "closed"})["closedAt"] is not None
    again = patch({"status": "open"})
    assert (again["status"], again["closedAt"]) == ("open", None)


def test_another_contract_means_another_customer(patch: Any, ask: Any, state: State) -> None:
    assert patch({"contractId": "746840"})["customerId"] == "83772"
    mine, hers = (
        {entry["id"] for entry in ask("enneo", "getTicketHistory", ticketId=number, state=state)["history"]}
        for number in (1022, 375902)
    )
    assert TOM in hers
    assert TOM not in mine
    assert patch({"contractId": None})["contractId"] is None


def test_several_tickets_change_together(ask: Any, state: State) -> None:
    sent = [{"id": TOM, "priority": "urgent"}, {"id": 135, "status": "closed"}]
    tickets = ask("enneo", "patchTickets", sent=sent, state=state)["tickets"]
    assert [(each["id"], each["priority"], each["status"]) for each in tickets] == [
        (TOM, "urgent", "open"),
        (135, "low", "closed"),
    ]


@pytest.mark.parametrize(
    "sent", [{"tagIds": [999]}, {"contractId": "1"}, {"addTagIds": [999]}, {"removeTagIds": [999]}]
)
def test_what_is_not_there_is_refused(patch: Any, sent: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        patch(sent)
    assert refused.value.status == 404


@pytest.mark.parametrize(
    "sender", ["@", "a@", "a b@c.de", "x" * 250 + "@y.de", "☃@☃.de", "+49 (171) 39-20001", "a..b@c.de"]
)
def test_an_odd_sender_is_kept_in_a_form_that_every_api_can_show(
    create: Any, ask: Any, faults: Any, state: State, sender: str
) -> None:
    ticket = create(**{"from": sender, "fromName": "N" * 255})
    assert faults("enneo", "Ticket", ticket) == []
    number = ticket["id"]
    contact = str(57450000000000000 + ticket["customer"]["id"])
    assert (
        faults("zoho-desk", "Contact", ask("zoho-desk", "getContact", contactId=contact, state=state)) == []
    )
    post = ask("socialboards", "getTicket", ticketId=number, state=state)["data"]
    assert faults("socialboards", "Ticket", post) == []
