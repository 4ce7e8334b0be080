"""Contacts and agents as Zoho Desk shows them."""

from typing import Any

from vertrag.errors import Refused
from vertrag.exchange import Call, Reply
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.instants import utc_milliseconds
from vertrag.vendors.zoho.zoho_entries import AGENTS, CONTACTS
from vertrag.vendors.zoho.zoho_tickets import listed, shown_ticket
from vertrag.world.census.people import Agent, Customer

_ACCOUNTS = 57480000000000000
_DESK_URL = "https://desk.exempla.example"
_MOBILE = ("+4915", "+4916", "+4917")


def get_contact(call: Call) -> Reply:
    """One contact."""
    return Reply(shown_contact(_contact(desk_of(call), call.arguments["contactId"])))


def get_tickets_of(call: Call) -> Reply:
    """A page of a contact's tickets, newest first."""
    desk = desk_of(call)
    customer = _contact(desk, call.arguments["contactId"])
    start, limit = call.arguments.get("from", 0), call.arguments.get("limit", 25)
    tickets = sorted(map(desk.find, desk.tickets_of(customer.id)), key=lambda each: -each.created_ns)
    return listed([shown_ticket(desk, ticket) for ticket in tickets[start : start + limit]])


def get_agents(call: Call) -> Reply:
    """A page of the people of the service."""
    start, limit = call.arguments.get("from", 0), call.arguments.get("limit", 10)
    return listed([shown_agent(agent) for agent in desk_of(call).world.agents()[start : start + limit]])


def get_agent(call: Call) -> Reply:
    """One of the people of the service."""
    asked = call.arguments["agentId"]
    agent = desk_of(call).world.agent(int(asked) - AGENTS)
    if agent is None:
        raise Refused(404, f"There is no agent {asked}.")
    return Reply(shown_agent(agent))


def shown_contact(customer: Customer) -> dict[str, Any]:
    """A contact in full; one who only ever wrote has no address."""
    address = customer.address
    phone = customer.phone or None
    is_mobile = phone is not None and phone.startswith(_MOBILE)
    account = {"id": str(_ACCOUNTS + customer.id), "accountName": customer.company, "website": None}
    return {
        "id": str(CONTACTS + customer.id),
        "firstName": customer.first_name or None,
        "lastName": customer.last_name,
        "email": customer.email,
        "phone": None if is_mobile else phone,
        "mobile": phone if is_mobile else None,
        "street": address.line.strip() or None,
        "city": address.city or None,
        "state": address.state or None,
        "zip": address.postcode or None,
        "country": "Deutschland" if address.city else None,
        "description": None,
        "title": None,
        "twitter": None,
        "facebook": None,
        "account": account if customer.company else None,
        "createdTime": utc_milliseconds(customer.created_ns),
        "customerHappiness": {"goodPercentage": "0", "okPercentage": "0", "badPercentage": "0"},
        "webUrl": f"{_DESK_URL}/contacts/{CONTACTS + customer.id}",
    }


def shown_agent(agent: Agent) -> dict[str, Any]:
    """An agent in full."""
    return {
        "id": str(AGENTS + agent.id),
        "firstName": agent.first_name,
        "lastName": agent.last_name,
        "name": agent.name,
        "emailId": agent.email,
        "phone": agent.phone,
        "status": "ACTIVE",
        "roleId": None,
    }


def _contact(desk: Desk, asked: str) -> Customer:
    customer = desk.customer(int(asked) - CONTACTS)
    if customer is None:
        raise Refused(404, f"There is no contact {asked}.")
    return customer
