"""The timeline of a customer: paging, order, and its agreement with the tickets that it names."""

from functools import partial
from typing import Any

import pytest

from vertrag.credentials import Authority
from vertrag.errors import Refused
from vertrag.vendors.enneo import enneo_timeline as enneo

TOM = 376189
GRID_PARTIES = {"gridOperator", "previousSupplier", "nextSupplier"}


@pytest.fixture
def history(ask: Any) -> Any:
    return partial(ask, "enneo", "getTicketHistory")


@pytest.fixture
def ticket(ask: Any) -> Any:
    return partial(ask, "enneo", "getTicket")


def test_every_history_fits_the_document(ticket_ids: list[int], history: Any, faults: Any) -> None:
    for ticket_id in ticket_ids:
        assert faults("enneo", "History", history(ticketId=ticket_id)) == []


@pytest.mark.parametrize(("limit", "offset"), [(1, 0), (2, 1), (3, 100), (1000, 0), (5, 2)])
def test_a_page_is_a_slice_and_the_totals_stay(history: Any, limit: int, offset: int) -> None:
    whole, page = history(ticketId=TOM), history(ticketId=TOM, limit=limit, offset=offset)
    assert page["history"] == whole["history"][offset : offset + limit]
    assert len(page["history"]) == min(limit, max(0, page["total"] - offset))
    assert {**page, "history": 0} == {**whole, "history": 0}


def test_pages_put_together_are_the_whole_timeline(ticket_ids: list[int], history: Any) -> None:
    for ticket_id in ticket_ids[::10]:
        whole = history(ticketId=ticket_id)
        pages = [history(ticketId=ticket_id, limit=2, offset=at) for at in range(0, whole["total"], 2)]
        assert [entry for page in pages for entry in page["history"]] == whole["history"]


def test_open_tickets_are_those_that_are_not_closed(ticket_ids: list[int], history: Any) -> None:
    for ticket_id in ticket_ids:
        answer = history(ticketId=ticket_id, limit=1000)
        tickets = [entry for entry in answer["history"] if entry["type"] == "ticket"]
        assert answer["totalOpenedTickets"] == sum(entry["status"] != "closed" for entry in tickets)
        assert answer["total"] == len(answer["history"])


def test_a_timeline_runs_from_new_to_old_and_names_each_ticket_once(
    ticket_ids: list[int], history: Any
) -> None:
    for ticket_id in ticket_ids:
        entries = history(ticketId=ticket_id)["history"]
        times = [entry["createdAt"] for entry in entries]
        ids = [entry["id"] for entry in entries if entry["type"] == "ticket"]
        assert times == sorted(times, reverse=True)
        assert ticket_id in ids
        assert len(ids) == len(set(ids))


def test_only_tickets_have_an_id_a_channel_a_status_and_a_summary(
    ticket_ids: list[int], history: Any
) -> None:
    for entry in [each for ticket_id in ticket_ids for each in history(ticketId=ticket_id)["history"]]:
        is_ticket = entry["type"] == "ticket"
        assert all((entry[key] is not None) == is_ticket for key in ("id", "channel", "status", "summary"))
        if entry["type"] == "gridMessage":
            assert entry["subChannel"] in GRID_PARTIES


def test_a_timeline_and_its_tickets_agree(
    ticket_ids: list[int], history: Any, ticket: Any, world: Any
) -> None:
    for ticket_id in ticket_ids:
        for entry in history(ticketId=ticket_id)["history"]:
            if entry["type"] == "ticket":
                shown = ticket(ticketId=entry["id"])
                assert (shown["status"], shown["channel"]) == (entry["status"], entry["channel"])
                assert shown["summary"] == entry["summary"]
                assert shown["customerId"] == str(world.ticket(ticket_id).customer_id)
                assert world.ticket(entry["id"]).created_ns // 10**9 == entry["createdAt"]


def test_delivery_starts_when_a_contract_does(ticket_ids: list[int], history: Any, ticket: Any) -> None:
    for ticket_id in ticket_ids:
        contracts = ticket(ticketId=ticket_id)["customer"]["contracts"]
        starts = {contract["startDate"] for contract in contracts}
        for entry in history(ticketId=ticket_id)["history"]:
            if entry["subject"] == "deliveryStart":
                assert entry["createdAt"] in starts


@pytest.mark.parametrize("operation_id", ["getTicket", "getTicketHistory"])
@pytest.mark.parametrize("ticket_id", [1, 2_147_483_647])
def test_a_ticket_outside_the_world_is_not_found(ask: Any, operation_id: str, ticket_id: int) -> None:
    with pytest.raises(Refused, match=f"no ticket {ticket_id}") as refusal:
        ask("enneo", operation_id, ticketId=ticket_id)
    assert refusal.value.status == 404


def test_an_error_names_what_is_wrong_and_where(faults: Any) -> None:
    body = enneo.error_body(
        400, "Bad request", "2 parameters are wrong", [("limit", "too small"), ("/a", "b")]
    )
    assert body["details"] == "limit: too small; /a: b"
    assert faults("enneo", "Error", body) == []


def test_the_same_error_has_the_same_trace() -> None:
    first, again = (enneo.error_body(404, "Not found", "There is no ticket 1.") for _ in range(2))
    assert first == again
    assert first["txId"] != enneo.error_body(404, "Not found", "There is no ticket 2.")["txId"]


def test_the_request_to_try_carries_the_token(authority: Authority) -> None:
    request = enneo.history_request("/api/mind", TOM, "t0ken")
    assert (request.method, request.path) == ("GET", "/api/mind/ticket/376189/history")
    assert dict(request.headers)["Authorization"] == "Bearer t0ken"
    assert {"getTicket", "getTicketHistory"} < set(enneo.handlers(authority))
