"""Socialboards: the log of a ticket, and new access tokens for refresh tokens.

Laws
1. The log holds the five actions that the vendor is known to show; what else happens to a ticket
   (notes, tags, notifications) is no part of it.
2. The opening of a ticket is the ticket itself; every later message is a reply.
3. Newest first; the one `ticket_created` is the last entry.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from vertrag.credentials import ROLES, Authority
from vertrag.errors import Refused
from vertrag.exchange import Call, Handler, Reply
from vertrag.vendors.conversation import is_reply
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.history_request import HistoryRequest
from vertrag.vendors.instants import utc_ticks
from vertrag.vendors.socialboards.socialboards_people import envelope, get_teammates, shown_actor, shown_agent
from vertrag.vendors.socialboards.socialboards_replies import (
    add_note,
    create_reply,
    delete_note,
    list_notes,
    list_replies,
    update_note,
)
from vertrag.vendors.socialboards.socialboards_tickets import (
    create_ticket,
    get_ticket,
    list_tags,
    list_tickets,
    replace_tags,
    update_assignee,
    update_status,
)
from vertrag.world.helpdesk.service import Event, Ticket

TOKEN_LIFETIME = 3599  # seconds, as the vendor prints it

_GERMAN_STATUS = {"open": "Offen", "pending": "Wartend", "closed": "Erledigt"}


def handlers(authority: Authority) -> dict[str, Handler]:
    """The handlers of the document socialboards-tickets by operationId."""
    return {
        "addNote": add_note,
        "createReply": create_reply,
        "createTicket": create_ticket,
        "createToken": partial(create_token, authority),
        "deleteNote": delete_note,
        "getTeammates": get_teammates,
        "getTicket": get_ticket,
        "getTicketLog": get_log,
        "listNotes": list_notes,
        "listReplies": list_replies,
        "listTags": list_tags,
        "listTickets": list_tickets,
        "replaceTicketTags": replace_tags,
        "updateNote": update_note,
        "updateTicketAssignee": update_assignee,
        "updateTicketStatus": update_status,
    }


def get_log(call: Call) -> Reply:
    """A page of a ticket's log, first filtered by kinds of action, then cut."""
    desk = desk_of(call)
    ticket = desk.find(call.arguments["ticketId"])
    wanted = frozenset((call.body or {}).get("action_types", ()))
    entries = log_entries(desk, ticket)
    kept = [each for each in entries if each["actionType"] in wanted] if wanted else list(entries)
    skip, take = call.arguments.get("skip", 0), call.arguments.get("take", 25)
    return envelope(kept[skip : skip + take])


def create_token(authority: Authority, call: Call) -> Reply:
    """A new access token with the role of the refresh token; differs with every second.

    Never to be remembered: RFC 6749 §5.1 wants `Cache-Control: no-store`.
    """
    refresh_token = call.body["refresh_token"]
    claims = authority.verify(refresh_token)
    role = str(claims.get("role", ""))
    if role not in ROLES:
        raise Refused(401, "The token names no role.")
    token = {
        "access_token": authority.issue(role, TOKEN_LIFETIME, claims.get("sub", "vertrag")),
        "token_type": "bearer",
        "expires_in": TOKEN_LIFETIME,
        "refresh_token": refresh_token,
    }
    return Reply(token, headers=(("cache-control", "no-store"),))


def log_entries(desk: Desk, ticket: Ticket) -> Iterator[dict[str, Any]]:
    """The whole log of a ticket, newest first."""
    for event in reversed(ticket.events):
        action = _action(desk, ticket, event)
        if action is not None:
            yield {
                **action,
                "user": shown_actor(desk, ticket, event.actor),
                "time": utc_ticks(event.time_ns),
            }


def _action(desk: Desk, ticket: Ticket, event: Event) -> dict[str, Any] | None:
    match event.kind:
        case "created":
            return _shown_action("ticket_created", "hat das Ticket erstellt")
        case "read":
            return _shown_action("ticket_read", "hat das Ticket gelesen")
        case "message_received" | "message_sent" if is_reply(ticket, event):
            return _shown_action("reply_created", "hat geantwortet")
        case "status_changed":
            before, after = (_GERMAN_STATUS[event.payload[key]] for key in ("previous", "updated"))
            return _shown_action(
                "ticket_status_changed", f"hat den Status von „{before}“ auf „{after}“ geändert"
            )
        case "assigned" if event.payload["agent_id"] is not None:
            agent = shown_agent(desk.agent(event.payload["agent_id"]))
            return _shown_action(
                "ticket_assigned_to_user", f"hat das Ticket {{User:{agent['id']}}} zugewiesen", agent
            )
        case _:
            return None


def _shown_action(action_type: str, words: str, *users: dict[str, Any]) -> dict[str, Any]:
    return {
        "actionString": words,
        "actionType": action_type,
        "includedItems": {"categories": [], "tags": [], "users": list(users)},
    }


def error_body(
    status: int, title: str, detail: str, violations: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The vendor's envelope around an error, whose code is the HTTP status.

    `violations` are pairs of a parameter's name or a JSON pointer and what is wrong with it.
    """
    text = "; ".join(f"{place}: {message}" for place, message in violations) or detail or title
    return {"data": None, "errorCode": status, "errorText": text}


def history_request(base_path: str, ticket_id: int, token: str) -> HistoryRequest:
    """Asks for the whole log of a ticket."""
    headers = (("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"))
    return HistoryRequest("POST", f"{base_path}/tickets/{ticket_id}/log", headers, '{"action_types": []}')
