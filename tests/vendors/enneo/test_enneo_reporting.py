"""Rows for reports agree with the tickets themselves."""

from typing import Any


def test_rows_come_in_pages_by_id(ask: Any, faults: Any) -> None:
    whole = ask("enneo", "exportReportingTickets", limit=20)
    pages = [ask("enneo", "exportReportingTickets", limit=10, offset=offset) for offset in (0, 10)]
    assert whole == [*pages[0], *pages[1]]
    assert [row["id"] for row in whole] == sorted(row["id"] for row in whole)
    assert [fault for row in whole for fault in faults("enneo", "ReportingRow", row)] == []


def test_a_row_says_what_the_ticket_says(ask: Any) -> None:
    for row in ask("enneo", "exportReportingTickets", limit=20):
        ticket = ask("enneo", "getTicket", ticketId=row["id"])
        for name in ("status", "priority", "channel", "createdAt", "closedAt", "dueBy"):
            assert row[name] == ticket[name]
        assert row["allTags"].split(", ") == ([tag["name"] for tag in ticket["tags"]] or [""])


def test_messages_are_counted_by_who_wrote_them(ask: Any) -> None:
    for row in ask("enneo", "exportReportingTickets", limit=20):
        said = ask("enneo", "getConversation", ticketId=row["id"])["conversations"]
        assert row["outgoingMessages"] == sum(each["direction"] == "out" for each in said)
        assert row["internalMessages"] == sum(each["private"] for each in said)
