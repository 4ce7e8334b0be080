"""Zoho Desk: the history of a ticket, filtered and paged.

Laws
1. Filters combine by AND; paging cuts what they leave.
2. A filter that matches nothing is no error: the list is empty.
3. Ids are the world's numbers in blocks of their own, as text, because they exceed 2^53.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from vertrag.credentials import Authority
from vertrag.exchange import Call, Handler, Reply
from vertrag.vendors.desk import desk_of
from vertrag.vendors.history_request import HistoryRequest
from vertrag.vendors.zoho.zoho_entries import TICKETS, history_entries
from vertrag.vendors.zoho.zoho_people import get_agent, get_agents, get_contact, get_tickets_of
from vertrag.vendors.zoho.zoho_threads import (
    create_comment,
    get_comment,
    get_comments,
    get_metrics,
    get_thread,
    get_threads,
    update_comment,
)
from vertrag.vendors.zoho.zoho_tickets import (
    close_tickets,
    create_ticket,
    get_ticket,
    get_tickets,
    update_ticket,
)

ORGANISATION = "20260001"

# The vendor names fourteen areas and leaves open what belongs to them. Nine go by what was done:
_EVENT_PREFIXES = {
    "CommentHistory": ("Comment",),
    "TimeEntryHistory": ("TimeEntry",),
    "AttachmentHistory": ("Attachment",),
    "ApprovalHistory": ("Approval",),
    "NotificationRuleHistory": ("Notification",),
    "TaskHistory": ("Task",),
    "CallHistory": ("Call",),
    "EventHistory": ("Event",),
    "BlueprintHistory": ("Blueprint",),
}
# and five by which kind of rule did it.
_RULE_TYPES = {
    "AssignmentRuleHistory": ("DirectAssignment", "RoundRobinAssignment"),
    "WorkflowHistory": ("Workflow",),
    "MacroHistory": ("Macro",),
    "SuperviseHistory": ("Supervise",),
    "SLAHistory": ("SLA",),
}
_FIELDS = {"status": "Status", "assigneeId": "Case Owner"}

_ERROR_CODES = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "URL_NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "RESOURCE_SIZE_EXCEEDED",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "UNPROCESSABLE_ENTITY",
    429: "TOO_MANY_REQUESTS",
}


def handlers(_authority: Authority) -> dict[str, Handler]:
    """The handlers of the document zoho-desk by operationId."""
    return {
        "closeTickets": close_tickets,
        "createComment": create_comment,
        "createTicket": create_ticket,
        "getAgent": get_agent,
        "getAgents": get_agents,
        "getComment": get_comment,
        "getComments": get_comments,
        "getContact": get_contact,
        "getThread": get_thread,
        "getThreads": get_threads,
        "getTicket": get_ticket,
        "getTicketHistory": get_history,
        "getTicketMetrics": get_metrics,
        "getTickets": get_tickets,
        "getTicketsByContact": get_tickets_of,
        "updateComment": update_comment,
        "updateTicket": update_ticket,
    }


def get_history(call: Call) -> Reply:
    """A page of what was done to a ticket, newest first."""
    desk = desk_of(call)
    arguments = call.arguments
    asked = arguments["ticketId"]
    ticket = desk.find(int(asked) - TICKETS, asked)
    entries = [each for each in history_entries(desk, ticket) if matches(each, arguments)]
    start, limit = arguments.get("from", 0), arguments.get("limit", 10)
    return Reply({"data": entries[start : start + limit]})


def matches(entry: Mapping[str, Any], filters: Mapping[str, Any]) -> bool:
    """Whether an entry passes every filter that is given: eventFilter, agentId, fieldName."""
    return (
        ("eventFilter" not in filters or _in_area(entry, filters["eventFilter"]))
        and ("agentId" not in filters or _done_by(entry, filters["agentId"]))
        and ("fieldName" not in filters or _changes(entry, filters["fieldName"]))
    )


def _in_area(entry: Mapping[str, Any], area: str) -> bool:
    if area in _EVENT_PREFIXES:
        return bool(entry["eventName"].startswith(_EVENT_PREFIXES[area]))
    return entry["actor"]["type"] in _RULE_TYPES[area]


def _done_by(entry: Mapping[str, Any], agent_id: str) -> bool:
    actor = entry["actor"]
    return actor["type"] == "Agent" and int(actor["id"]) == int(agent_id)


def _changes(entry: Mapping[str, Any], field: str) -> bool:
    name = _FIELDS.get(field)
    return any(
        fact["propertyName"] == name and fact["propertyType"] == "ValueTransition"
        for fact in entry["eventInfo"]
    )


def error_body(
    status: int, title: str, detail: str, violations: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The body of an error; what is wrong with the request's parts is listed one by one.

    `violations` are pairs of a parameter's name or a JSON pointer and what is wrong with it.
    """
    code = _ERROR_CODES.get(status, "BAD_REQUEST" if status < 500 else "INTERNAL_SERVER_ERROR")
    if not violations:
        return {"errorCode": code, "message": detail or title}
    return {
        "errorCode": "INVALID_DATA" if status == 400 else code,
        "message": detail or title,
        "errors": [
            {
                "fieldName": place if place.startswith("/") else f"/{place}",
                "errorType": "invalid",
                "errorMessage": message,
            }
            for place, message in violations
        ],
    }


def history_request(base_path: str, ticket_id: int, token: str) -> HistoryRequest:
    """Asks for a page of a ticket's history."""
    headers = (("Authorization", f"Zoho-oauthtoken {token}"), ("orgId", ORGANISATION))
    return HistoryRequest("GET", f"{base_path}/api/v1/tickets/{TICKETS + ticket_id}/History", headers)
