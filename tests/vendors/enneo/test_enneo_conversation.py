"""What was said, in order, with notes marked."""

from typing import Any

from vertrag.exchange import State
from vertrag.world.supplier import Supplier


def test_every_message_fits_the_document_and_they_come_in_order(
    ask: Any, faults: Any, ticket_ids: list[int]
) -> None:
    private = 0
    for number in ticket_ids:
        messages = ask("enneo", "getConversation", ticketId=number)["conversations"]
        assert [fault for message in messages for fault in faults("enneo", "Conversation", message)] == []
        assert [each["createdAt"] for each in messages] == sorted(each["createdAt"] for each in messages)
        assert len({each["id"] for each in messages}) == len(messages)
        private += sum(each["private"] for each in messages)
    assert private


def test_the_opening_is_public_and_is_the_ticket_itself(ask: Any, ticket_ids: list[int]) -> None:
    for number in ticket_ids:
        first = ask("enneo", "getConversation", ticketId=number)["conversations"][0]
        ticket = ask("enneo", "getTicket", ticketId=number)
        assert not first["private"]
        assert (first["bodyPlain"], first["body"]) == (ticket["bodyPlain"], ticket["body"])
        assert first["attachments"] == ticket["attachments"][: len(first["attachments"])]


def test_a_message_names_who_wrote_it(ask: Any, world: Supplier) -> None:
    for message in ask("enneo", "getConversation", ticketId=1022)["conversations"]:
        known = {agent.id: agent.email for agent in world.agents()}
        expected = known.get(message["agentId"], "tom.mustermann@example.com")
        assert message["fromEmail"] == message["sender"]["email"] == expected


def test_a_new_ticket_begins_its_own_conversation(ask: Any, state: State) -> None:
    ticket = ask("enneo", "createTicket", sent={"body": "<p>Hallo</p>", "channel": "system"}, state=state)
    (message,) = ask("enneo", "getConversation", ticketId=ticket["id"], state=state)["conversations"]
    assert (message["body"], message["bodyPlain"], message["fromEmail"]) == ("<p>Hallo</p>", "Hallo", None)
