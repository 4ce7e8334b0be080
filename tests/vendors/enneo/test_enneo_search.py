"""Filters, order and pages of the search."""

from typing import Any

import pytest

from vertrag.exchange import State


@pytest.fixture
def found(ask: Any) -> Any:
    def search(*filters: dict[str, Any], state: Any = None, scope: str | None = None, **more: Any) -> Any:
        sent = {"filters": list(filters), "limit": 20} | more
        arguments = {} if scope is None else {"ticketScope": scope}
        touched = {} if state is None else {"state": state}
        return ask("enneo", "searchTickets", sent=sent, **arguments, **touched)

    return search


def test_every_ticket_found_fits_the_document(found: Any, faults: Any) -> None:
    for ticket in found(limit=40)["tickets"]:
        assert faults("enneo", "CompactTicket", ticket) == []


@pytest.mark.parametrize("key", ["status", "channel", "priority", "agentId", "customerId", "contractId"])
def test_a_filter_and_its_negation_divide_all_tickets(found: Any, key: str) -> None:
    value = found(limit=1, offset=700)["tickets"][0][key]
    kept = found({"key": key, "comparator": "=", "value": value})
    rest = found({"key": key, "comparator": "not in", "values": [value]})
    assert kept["tickets"]
    assert all(ticket[key] == value for ticket in kept["tickets"])
    assert all(ticket[key] != value for ticket in rest["tickets"])
    assert kept["total"] + rest["total"] == found()["total"]


def test_filters_combine_by_and(found: Any) -> None:
    filters = [
        {"key": "status", "comparator": "in", "values": ["open", "pending"]},
        {"key": "channel", "comparator": "!=", "value": "phone"},
    ]
    totals = [found(each)["total"] for each in filters]
    both = found(*filters)
    assert 0 < both["total"] < min(totals)
    for ticket in both["tickets"]:
        assert ticket["status"] in ("open", "pending")
        assert ticket["channel"] != "phone"


def test_a_time_is_a_range_of_whole_seconds(found: Any) -> None:
    middle = found(orderByField="t.createdAt", offset=400, limit=1)["tickets"][0]["createdAt"]
    before = found({"key": "createdAt", "comparator": "<", "value": middle})["total"]
    after = found({"key": "createdAt", "comparator": ">", "value": middle})["total"]
    exactly = found({"key": "createdAt", "comparator": "between", "from": middle, "to": middle})
    assert [ticket["createdAt"] for ticket in exactly["tickets"]] == [middle] * exactly["total"]
    assert before + exactly["total"] + after == found()["total"]
    assert found({"key": "createdAt", "comparator": ">="})["total"] == found()["total"]


@pytest.mark.parametrize("field", ["t.id", "t.createdAt", "t.status", "t.priority"])
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_an_order_holds_across_pages(found: Any, field: str, direction: str) -> None:
    ranks: dict[str, Any] = {
        "t.id": lambda ticket: ticket["id"],
        "t.createdAt": lambda ticket: ticket["createdAt"],
        "t.status": lambda ticket: ["open", "pending", "closed"].index(ticket["status"]),
        "t.priority": lambda ticket: ["low", "medium", "high", "urgent"].index(ticket["priority"]),
    }
    order = {"orderByField": field, "orderByDirection": direction}
    whole = found(limit=30, **order)["tickets"]
    pages = [found(limit=10, offset=offset, **order)["tickets"] for offset in (0, 10, 20)]
    assert whole == [ticket for page in pages for ticket in page]
    keys = [ranks[field](ticket) for ticket in whole]
    assert keys == sorted(keys, reverse=direction == "desc")


def test_what_was_written_is_found_as_it_is_now(found: Any, ask: Any, state: State) -> None:
    urgent = {"key": "priority", "comparator": "=", "value": "urgent"}
    low = {"key": "priority", "comparator": "=", "value": "low"}
    number = found(low, limit=1, offset=60)["tickets"][0]["id"]
    ask("enneo", "patchTicket", ticketId=number, sent={"priority": "urgent"}, state=state)
    new = ask("enneo", "createTicket", sent={"priority": "urgent", "subject": "Neu"}, state=state)
    ids = {ticket["id"] for ticket in found(urgent, state=state, limit=100)["tickets"]}
    assert {number, new["id"]} <= ids
    assert found(low)["total"] - 1 == found(low, state=state)["total"]
    assert found(urgent)["total"] + 2 == found(urgent, state=state)["total"]


def test_tags_are_found_by_id_and_by_name_and_skills_are_those_of_the_team(found: Any) -> None:
    by_id = found({"key": "tagId", "comparator": "in", "values": [1, "2"]})
    by_name = found({"key": "tag", "comparator": "in", "values": ["Zählerstand", "Abschlag"]})
    assert by_id == by_name
    assert by_id["total"]
    assert 0 < found(scope="skills")["total"] < found()["total"]


def test_values_that_no_field_can_have_are_found_nowhere(found: Any) -> None:
    for value in (3.5, "☃", "9" * 30, {"a": 1}, [1], -1, True):
        for key in ("status", "id", "customerId", "tagId"):
            assert found({"key": key, "comparator": "=", "value": value})["total"] == 0
