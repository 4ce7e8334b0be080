"""What happened to a ticket as Zoho tells it: order, chains of values, actors."""

import re
from itertools import pairwise
from typing import Any

import pytest

from vertrag.world.supplier import Supplier

TICKETS = 57440000000000000
STATUS = {"open": "Open", "pending": "On Hold", "closed": "Closed"}


@pytest.fixture
def histories(ticket_ids: list[int], ask: Any) -> dict[int, list[dict[str, Any]]]:
    return {
        number: ask("zoho-desk", "getTicketHistory", ticketId=str(TICKETS + number), limit=50)["data"]
        for number in ticket_ids
    }


def transitions(entries: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    facts = [fact for entry in entries for fact in entry["eventInfo"]]
    return [
        fact["propertyValue"]
        for fact in facts
        if (fact["propertyName"], fact["propertyType"]) == (name, "ValueTransition")
    ]


def test_entries_run_from_new_to_old_and_end_with_the_creation(histories: Any) -> None:
    assert histories
    for entries in histories.values():
        times = [entry["eventTime"] for entry in entries]
        assert times == sorted(times, reverse=True)
        assert [entry["eventName"] for entry in entries].index("TicketCreated") == len(entries) - 1


def test_changes_of_status_are_a_chain_that_ends_in_the_present_status(
    histories: Any, world: Supplier
) -> None:
    for number, entries in histories.items():
        created = {fact["propertyName"]: fact["propertyValue"] for fact in entries[-1]["eventInfo"]}
        chain = [change["updatedValue"] for change in transitions(entries, "Status")] + [created["Status"]]
        ticket = world.ticket(number)
        assert ticket is not None
        assert chain[0] == STATUS[ticket.status]
        assert [change["previousValue"] for change in transitions(entries, "Status")] == chain[1:]


def test_changes_of_the_owner_are_a_chain_that_ends_with_the_agent_in_charge(
    histories: Any, world: Supplier
) -> None:
    for number, entries in histories.items():
        changes = transitions(entries, "Case Owner")
        for later, earlier in pairwise(changes):
            assert later["previousValue"] == earlier["updatedValue"]
        ticket = world.ticket(number)
        assert ticket is not None
        if changes:
            assert changes[0]["updatedValue"]["id"] == str(57440000000900000 + (ticket.agent_id or 0))


def test_actors_are_people_of_the_world_rules_or_the_system(histories: Any, world: Supplier) -> None:
    agents = {str(57440000000900000 + agent.id): agent.name for agent in world.agents()}
    for actor in [entry["actor"] for entries in histories.values() for entry in entries]:
        if actor["type"] == "Agent":
            assert agents[actor["id"]] == actor["name"]
        elif actor["type"] == "Contact":
            customer = world.customer(int(actor["id"]) - 57450000000000000)
            assert customer is not None
            assert customer.name == actor["name"]
        else:
            assert actor["id"] is None
            assert actor["type"] != "System" or actor["name"] == "DeskSystem"


def test_ids_are_text_that_fits_into_a_long(histories: Any) -> None:
    for entry in [each for entries in histories.values() for each in entries]:
        assert entry["actor"]["id"] is None or re.fullmatch("[0-9]{1,19}", entry["actor"]["id"])
