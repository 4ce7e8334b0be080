"""Tickets listed, made and changed through Socialboards."""

from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import State

TOM = 376189
NEW = {
    "title": "Frage",
    "message": "<p>Guten Tag</p>",
    "creator": {"name": "Lotte Beispiel", "email": "lotte@example.org"},
    "tags": ["Umzug", "Neues"],
    "attachments": [{"isContentPart": False, "name": "a.pdf", "url": "https://files.example/a.pdf"}],
}


def test_every_ticket_fits_the_document(ask: Any, faults: Any, ticket_ids: list[int]) -> None:
    for number in ticket_ids:
        ticket = ask("socialboards", "getTicket", ticketId=number)["data"]
        assert faults("socialboards", "Ticket", ticket) == []
        assert ticket["creationTime"] <= ticket["lastThreadElementCreationTime"]


def test_a_list_is_filtered_and_comes_in_pages_newest_first(ask: Any) -> None:
    sent = {"status": "completed", "source": "email", "from": "2025-01-01T00:00:00Z", "take": 20}
    whole = ask("socialboards", "listTickets", sent=sent)["data"]
    pages = [
        ask("socialboards", "listTickets", sent=sent | {"take": 10, "skip": skip})["data"] for skip in (0, 10)
    ]
    assert whole == [*pages[0], *pages[1]]
    assert {(each["status"], each["source"]) for each in whole} == {("completed", "email")}
    times = [each["creationTime"] for each in whole]
    assert times == sorted(times, reverse=True)
    assert times[-1] > "2025"


@pytest.mark.parametrize(
    ("order", "field"),
    [("last_thread_activity", "lastThreadElementCreationTime"), ("creation_time", "creationTime")],
)
@pytest.mark.parametrize("way", ["asc", "desc"])
def test_a_list_comes_in_the_order_asked_for(ask: Any, order: str, field: str, way: str) -> None:
    rows = ask("socialboards", "listTickets", sent={"orderBy": f"{order}_{way}", "take": 30})["data"]
    times = [each[field] for each in rows]
    assert times == sorted(times, reverse=way == "desc")


@pytest.mark.parametrize("sent", [{"status": "gone"}, {"source": "pigeon"}, {"ticketIds": [1]}])
def test_what_nothing_has_is_found_nowhere(ask: Any, sent: dict[str, Any]) -> None:
    assert ask("socialboards", "listTickets", sent=sent)["data"] == []


def test_a_new_ticket_is_there_in_every_api(ask: Any, faults: Any, state: State) -> None:
    number = ask("socialboards", "createTicket", sent=NEW, state=state)["data"]
    ticket = ask("socialboards", "getTicket", ticketId=number, state=state)["data"]
    assert faults("socialboards", "Ticket", ticket) == []
    assert [tag["name"] for tag in ticket["tags"]] == NEW["tags"]
    assert (ticket["author"]["name"], ticket["attachments"]) == ("Lotte Beispiel", NEW["attachments"])
    assert ask("enneo", "getTicket", ticketId=number, state=state)["subject"] == "Frage"
    history = ask("zoho-desk", "getTicketHistory", ticketId=str(57440000000000000 + number), state=state)
    assert history["data"][-1]["eventName"] == "TicketCreated"


def test_a_creator_with_a_customers_number_is_that_customer(ask: Any, state: State) -> None:
    creator = {"name": "T", "email": "t@example.org", "customIdentifier": "83771"}
    number = ask("socialboards", "createTicket", sent=NEW | {"creator": creator}, state=state)["data"]
    assert (
        ask("socialboards", "getTicket", ticketId=number, state=state)["data"]["author"]["name"]
        == "Tom Mustermann"
    )


def test_status_and_assignee_change(ask: Any, state: State) -> None:
    def change(operation: str, **sent: Any) -> Any:
        return ask("socialboards", operation, ticketId=TOM, sent=sent, state=state)["data"]

    assert change("updateTicketStatus", status="completed")["status"] == "completed"
    agent = change("updateTicketAssignee", assigneeId=None)
    assert agent["assignee"] is None
    assert ask("enneo", "getTicket", ticketId=TOM, state=state)["agentId"] is None
    with pytest.raises(Refused, match="nobody"):
        change("updateTicketAssignee", assigneeId="00000000-0000-0000-0000-000000000000")


def test_tags_are_replaced(ask: Any, state: State) -> None:
    ticket = ask(
        "socialboards", "replaceTicketTags", ticketId=TOM, sent={"tags": ["B", "Umzug"]}, state=state
    )
    assert [tag["name"] for tag in ticket["data"]["tags"]] == ["B", "Umzug"]
    assert {"B", "Umzug"} <= {tag["name"] for tag in ask("socialboards", "listTags", state=state)["data"]}
