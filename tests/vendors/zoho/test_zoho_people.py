"""Contacts and agents."""

from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import Call, State
from vertrag.vendors.zoho.zoho_people import get_agents, get_tickets_of
from vertrag.world.supplier import Supplier

TOM = "57450000000083771"


def test_a_contact_is_the_customer(ask: Any, faults: Any, world: Supplier) -> None:
    for persona in world.personas():
        contact = ask("zoho-desk", "getContact", contactId=str(57450000000000000 + persona.customer_id))
        assert faults("zoho-desk", "Contact", contact) == []
        assert f"{contact['firstName']} {contact['lastName']}" == persona.name
        assert (contact["phone"] is None) != (contact["mobile"] is None)


def test_a_contacts_tickets_come_in_pages_newest_first(ask: Any, world: Supplier) -> None:
    whole = ask("zoho-desk", "getTicketsByContact", contactId=TOM)["data"]
    pages = [
        ask("zoho-desk", "getTicketsByContact", contactId=TOM, **{"from": n}, limit=2)["data"] for n in (0, 2)
    ]
    assert whole == [*pages[0], *pages[1]]
    assert {ticket["contactId"] for ticket in whole} == {TOM}
    assert [each["createdTime"] for each in whole] == sorted(
        (each["createdTime"] for each in whole), reverse=True
    )
    assert get_tickets_of(Call("", {"contactId": TOM, "from": 99}, world=world)).status == 204


def test_a_guest_is_a_contact_without_an_address(ask: Any, faults: Any, state: State) -> None:
    sent = {
        "subject": "S",
        "departmentId": "57470000000000001",
        "contact": {"lastName": "Gast", "email": "gast@example.org"},
    }
    ticket = ask("zoho-desk", "createTicket", sent=sent, state=state)
    contact = ask("zoho-desk", "getContact", contactId=ticket["contactId"], state=state)
    assert faults("zoho-desk", "Contact", contact) == []
    assert (contact["lastName"], contact["city"], contact["zip"]) == ("Gast", None, None)


def test_agents_come_in_pages(ask: Any, faults: Any, world: Supplier) -> None:
    agents = ask("zoho-desk", "getAgents", limit=200)["data"]
    assert len(agents) == len(world.agents())
    assert [fault for agent in agents for fault in faults("zoho-desk", "Agent", agent)] == []
    assert ask("zoho-desk", "getAgent", agentId=agents[2]["id"]) == agents[2]
    assert get_agents(Call("", {"from": 999}, world=world)).status == 204


@pytest.mark.parametrize(("operation", "name"), [("getContact", "contactId"), ("getAgent", "agentId")])
def test_nobody_is_refused(ask: Any, operation: str, name: str) -> None:
    with pytest.raises(Refused, match="There is no"):
        ask("zoho-desk", operation, **{name: "1"})
