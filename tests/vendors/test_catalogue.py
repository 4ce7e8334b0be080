"""The three vendors tell one story: same tickets, same instants, same states."""

import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest

from vertrag.config import ServeSettings
from vertrag.contract.loading.document import load
from vertrag.contract.loading.sources import shipped_names
from vertrag.credentials import Authority
from vertrag.exchange import Call
from vertrag.vendors import VENDORS, vendor_of
from vertrag.world.supplier import Supplier

STATUSES = {("open", "open", "Open"), ("pending", "pending", "On Hold"), ("closed", "completed", "Closed")}
GERMAN = {"Offen": "open", "Wartend": "pending", "Erledigt": "completed"}


@pytest.fixture
def stories(ticket_ids: list[int], ask: Any) -> list[tuple[dict[str, Any], list[Any], list[Any]]]:
    return [
        (
            ask("enneo", "getTicket", ticketId=number),
            ask("socialboards", "getTicketLog", ticketId=number, take=50)["data"],
            ask("zoho-desk", "getTicketHistory", ticketId=str(57440000000000000 + number), limit=50)["data"],
        )
        for number in ticket_ids
    ]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_ticket_is_created_in_one_instant(stories: Any, ask: Any) -> None:
    for ticket, log, history in stories:
        entries = ask("enneo", "getTicketHistory", ticketId=ticket["id"])["history"]
        (seconds,) = [entry["createdAt"] for entry in entries if entry["id"] == ticket["id"]]
        ticks, milliseconds = log[-1]["time"], history[-1]["eventTime"]
        assert int(instant(ticks).timestamp()) == int(instant(milliseconds).timestamp()) == seconds
        assert ticks.startswith(milliseconds.removesuffix("Z"))


def test_a_ticket_has_one_status(stories: Any) -> None:
    for ticket, log, history in stories:
        changed = [entry["actionString"] for entry in log if entry["actionType"] == "ticket_status_changed"]
        told = GERMAN[changed[0].rpartition("„")[2].partition("“")[0]] if changed else "open"
        facts = [fact for entry in history for fact in entry["eventInfo"] if fact["propertyName"] == "Status"]
        newest = facts[0]["propertyValue"]
        zoho = newest if isinstance(newest, str) else newest["updatedValue"]
        assert (ticket["status"], told, zoho) in STATUSES


def test_as_many_messages_are_told_everywhere(stories: Any, world: Supplier) -> None:
    for ticket, log, history in stories:
        known = world.ticket(ticket["id"])
        assert known is not None
        # A call or a letter's scan begins with a note: it stands for what the customer said.
        opening, *later = known.messages
        messages = [opening, *(message for message in later if message.direction != "internal")]
        replies = [entry for entry in log if entry["actionType"] == "reply_created"]
        threads = [entry for entry in history if entry["eventName"] == "ThreadAdded"]
        assert len(messages) == len(threads) == len(replies) + 1
        assert ticket["bodyPlain"] == opening.text


@pytest.mark.parametrize("name", shipped_names())
def test_a_vendor_answers_every_operation_of_its_document(name: str, authority: Authority) -> None:
    tree = load(name).tree
    vendor = vendor_of(tree)
    assert vendor is not None
    declared = {operation["operationId"] for item in tree["paths"].values() for operation in item.values()}
    assert set(vendor.handlers(authority)) == declared


@pytest.mark.parametrize(
    "tree", [{}, {"info": None}, {"info": {}}, {"info": {"x-vendor": "nobody"}}, {"info": {"x-vendor": []}}]
)
def test_a_document_of_somebody_else_has_no_vendor(tree: dict[str, Any]) -> None:
    assert vendor_of(tree) is None


def test_a_vendor_s_module_waits_until_it_is_asked_for() -> None:
    loaded = "[name for name in sys.modules if name.startswith('vertrag.vendors.zoho')]"
    code = f"import sys; from vertrag.vendors import VENDORS; print({loaded}, list(VENDORS))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == f"[] {[*VENDORS]}\n"


READINGS = {"getTicket", "getTicketHistory", "getTicketLog", "getConversation", "getIntentByTicketId"}


@pytest.mark.parametrize("name", VENDORS)
def test_another_world_of_the_same_seed_gives_the_same_answers(
    name: str, world: Supplier, authority: Authority, ticket_ids: list[int]
) -> None:
    twin = Supplier(seed=world.seed, customers=world.customers)
    handlers = VENDORS[name].handlers(authority)
    for number in ticket_ids[-3:]:
        ticket_id = str(57440000000000000 + number) if name == "zoho-desk" else number
        for operation_id in READINGS & set(handlers):
            first, again = (Call(operation_id, {"ticketId": ticket_id}, world=each) for each in (world, twin))
            assert handlers[operation_id](first) == handlers[operation_id](again)


@pytest.mark.parametrize(
    ("document", "example", "operation_id", "ticket_id"),
    [
        ("enneo-mind", "TicketOfTom", "getTicket", 376189),
        ("enneo-mind", "HistoryOfTom", "getTicketHistory", 376189),
        ("socialboards-tickets", "LogOfTom", "getTicketLog", 376189),
        ("zoho-desk", "HistoryOfTom", "getTicketHistory", "57440000000376189"),
    ],
)
def test_the_ticket_that_a_document_shows_is_the_one_served(
    document: str, example: str, operation_id: str, ticket_id: int | str, authority: Authority
) -> None:
    tree = load(document).tree
    vendor = vendor_of(tree)
    assert vendor is not None
    world = Supplier(seed=ServeSettings().seed, customers=ServeSettings().customers)
    call = Call(operation_id, {"ticketId": ticket_id}, world=world)
    served = vendor.handlers(authority)[operation_id](call)
    assert origin_of(tree["components"]["examples"][example]["value"]) == origin_of(served.body)


def origin_of(body: dict[str, Any]) -> Any:
    """Who asked, when and how: what stays when the wording of the world changes."""
    if "customer" in body:
        return [body[key] for key in ("id", "customerId", "contractId", "channel", "status", "createdAt")]
    if "history" in body:
        return [(each["id"], each["createdAt"]) for each in body["history"] if each["type"] == "ticket"]
    first = body["data"][-1]
    return [
        first[key]
        for key in first
        if key in ("actionType", "user", "time", "eventName", "actor", "eventTime")
    ]
