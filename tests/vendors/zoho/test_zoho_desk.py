"""Zoho's history: filters combine by AND, paging cuts what they leave, errors speak the vendor's codes."""

from functools import partial
from itertools import combinations
from typing import Any

import pytest

from vertrag.contract.loading.document import load
from vertrag.errors import Refused
from vertrag.vendors.zoho import zoho_desk
from vertrag.world.supplier import Supplier

TICKETS = 57440000000000000
TOM = str(TICKETS + 376189)
FILTERS = [
    ("agentId", str(57440000000900001)),
    ("agentId", "1"),
    ("fieldName", "status"),
    ("fieldName", "assigneeId"),
    ("fieldName", "unheard of"),
    ("eventFilter", "CommentHistory"),
    ("eventFilter", "AssignmentRuleHistory"),
    ("eventFilter", "WorkflowHistory"),
    ("eventFilter", "TaskHistory"),
]


@pytest.fixture
def history(ask: Any) -> Any:
    return partial(ask, "zoho-desk", "getTicketHistory")


def test_every_history_fits_the_document(ticket_ids: list[int], history: Any, faults: Any) -> None:
    for ticket_id in ticket_ids:
        answer = history(ticketId=str(TICKETS + ticket_id), limit=50)
        assert faults("zoho-desk", "History", answer) == []


def test_two_filters_keep_what_each_of_them_keeps(ticket_ids: list[int], history: Any) -> None:
    for number in ticket_ids[:10]:
        kept = partial(history, ticketId=str(TICKETS + number), limit=50)
        for one, other in combinations(FILTERS, 2):
            if one[0] != other[0]:
                both = kept(**dict([one, other]))["data"]
                others = kept(**dict([other]))["data"]
                assert both == [entry for entry in kept(**dict([one]))["data"] if entry in others]


@pytest.mark.parametrize(
    ("name", "value"),
    [("fieldName", "assigneeId"), ("fieldName", "status"), ("eventFilter", "AssignmentRuleHistory")],
)
def test_a_filter_keeps_something_and_drops_something(
    ticket_ids: list[int], history: Any, name: str, value: str
) -> None:
    counts = []
    for number in ticket_ids:
        asked = partial(history, ticketId=str(TICKETS + number), limit=50)
        counts.append((len(asked(**{name: value})["data"]), len(asked()["data"])))
    assert any(0 < kept < total for kept, total in counts)


def test_an_agent_is_found_by_what_the_agent_did(ticket_ids: list[int], history: Any) -> None:
    for number in ticket_ids:
        whole = history(ticketId=str(TICKETS + number), limit=50)["data"]
        for agent_id in {entry["actor"]["id"] for entry in whole if entry["actor"]["type"] == "Agent"}:
            kept = history(ticketId=str(TICKETS + number), limit=50, agentId=agent_id)["data"]
            assert kept == [entry for entry in whole if entry["actor"]["id"] == agent_id]


@pytest.mark.parametrize("filters", [{}, {"fieldName": "assigneeId"}])
def test_pages_are_cut_from_what_the_filters_leave(
    ticket_ids: list[int], history: Any, filters: dict[str, str]
) -> None:
    for number in ticket_ids[:20]:
        asked = partial(history, ticketId=str(TICKETS + number), **filters)
        whole = asked(limit=50)["data"]
        pages = [asked(limit=2, **{"from": at})["data"] for at in range(0, len(whole) + 2, 2)]
        assert [entry for page in pages for entry in page] == whole
        assert pages[-1] == []


def test_ten_entries_come_unless_asked_otherwise(ticket_ids: list[int], history: Any) -> None:
    for number in ticket_ids:
        whole = history(ticketId=str(TICKETS + number), limit=50)["data"]
        assert history(ticketId=str(TICKETS + number))["data"] == whole[:10]


def test_every_area_of_the_document_can_be_asked_for(history: Any) -> None:
    parameters = load("zoho-desk").tree["paths"]["/api/v1/tickets/{ticketId}/History"]["get"]["parameters"]
    (areas,) = [each["schema"]["enum"] for each in parameters if each["name"] == "eventFilter"]
    whole = history(ticketId=TOM, limit=50)["data"]
    for area in areas:
        kept = history(ticketId=TOM, limit=50, eventFilter=area)["data"]
        assert len(kept) < len(whole)
        assert all(entry in whole for entry in kept)


@pytest.mark.parametrize("ticket_id", ["0", "376189", "9" * 19, "57440000000000001"])
def test_a_ticket_outside_the_world_is_not_found(history: Any, ticket_id: str) -> None:
    with pytest.raises(Refused, match=f"no ticket {ticket_id}") as refusal:
        history(ticketId=ticket_id)
    assert refusal.value.status == 404


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "BAD_REQUEST"),
        (401, "UNAUTHORIZED"),
        (403, "FORBIDDEN"),
        (404, "URL_NOT_FOUND"),
        (405, "METHOD_NOT_ALLOWED"),
        (415, "UNSUPPORTED_MEDIA_TYPE"),
        (418, "BAD_REQUEST"),
        (422, "UNPROCESSABLE_ENTITY"),
        (429, "TOO_MANY_REQUESTS"),
        (500, "INTERNAL_SERVER_ERROR"),
        (503, "INTERNAL_SERVER_ERROR"),
    ],
)
def test_an_error_has_the_vendors_code(status: int, code: str, faults: Any) -> None:
    body = zoho_desk.error_body(status, "Title", "")
    assert body == {"errorCode": code, "message": "Title"}
    assert faults("zoho-desk", "Error", body) == []


@pytest.mark.parametrize(("status", "code"), [(400, "INVALID_DATA"), (422, "UNPROCESSABLE_ENTITY")])
def test_invalid_data_is_listed_part_by_part(status: int, code: str, faults: Any) -> None:
    body = zoho_desk.error_body(status, "Title", "2 are wrong", [("limit", "too small"), ("/a/0", "no")])
    assert body["errorCode"] == code
    assert [error["fieldName"] for error in body["errors"]] == ["/limit", "/a/0"]
    assert faults("zoho-desk", "InvalidDataError", body) == []


def test_the_request_to_try_names_an_organisation_that_the_document_knows(world: Supplier) -> None:
    request = zoho_desk.history_request("/zoho", world.personas()[0].ticket_id, "t0ken")
    schemes = load("zoho-desk").tree["components"]["securitySchemes"]
    assert request.path == f"/zoho/api/v1/tickets/{TOM}/History"
    assert dict(request.headers)["Authorization"] == "Zoho-oauthtoken t0ken"
    assert dict(request.headers)["orgId"] in schemes["orgIdHeader"]["x-known-values"]
