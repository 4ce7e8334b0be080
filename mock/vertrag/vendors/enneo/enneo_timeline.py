"""enneo.MIND: a ticket in full, and the timeline of its customer.

Laws
1. An entry of the timeline and the ticket that it names are two views of one record.
2. A timeline shows everything between a customer and the supplier, the ticket asked for included;
   paging cuts the list and changes nothing else.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from vertrag.credentials import Authority
from vertrag.exchange import Call, Handler, Reply
from vertrag.vendors.desk import desk_of
from vertrag.vendors.enneo.enneo_agents import ping
from vertrag.vendors.enneo.enneo_attachments import get_attachment
from vertrag.vendors.enneo.enneo_contracts import get_contract, get_customer, search_contracts
from vertrag.vendors.enneo.enneo_conversation import get_conversation
from vertrag.vendors.enneo.enneo_intents import execute, get_intents, list_intents
from vertrag.vendors.enneo.enneo_reporting import export_tickets
from vertrag.vendors.enneo.enneo_search import search_tickets
from vertrag.vendors.enneo.enneo_subchannels import list_subchannels
from vertrag.vendors.enneo.enneo_tags import create_tag, get_tree, list_tags
from vertrag.vendors.enneo.enneo_ticket import full_ticket
from vertrag.vendors.enneo.enneo_writing import create_ticket, patch_ticket, patch_tickets
from vertrag.vendors.history_request import HistoryRequest
from vertrag.vendors.instants import unix_seconds
from vertrag.world.helpdesk.service import Interaction

_TRACE_BYTES = 5  # enneo shows a trace id as ten hexadecimal digits


def handlers(_authority: Authority) -> dict[str, Handler]:
    """The handlers of the document enneo-mind by operationId."""
    return {
        "createTicket": create_ticket,
        "createTag": create_tag,
        "executeIntent": execute,
        "exportReportingTickets": export_tickets,
        "getAttachment": get_attachment,
        "getContract": get_contract,
        "getConversation": get_conversation,
        "getCustomerByTicket": get_customer,
        "getIntentByTicketId": get_intents,
        "getTagTree": get_tree,
        "getTicket": get_ticket,
        "getTicketHistory": get_history,
        "listIntents": list_intents,
        "listSubchannels": list_subchannels,
        "listTags": list_tags,
        "patchTicket": patch_ticket,
        "patchTickets": patch_tickets,
        "pingTicket": ping,
        "searchContracts": search_contracts,
        "searchTickets": search_tickets,
    }


def get_ticket(call: Call) -> Reply:
    """One ticket; the world has no ERP system behind it, so there is nothing to refresh."""
    desk = desk_of(call)
    ticket = desk.find(call.arguments["ticketId"])
    return Reply(full_ticket(desk, ticket, with_raw_data=call.arguments.get("includeRawData", False)))


def get_history(call: Call) -> Reply:
    """A page of the customer's timeline, newest first."""
    desk = desk_of(call)
    timeline = desk.timeline(desk.owner_of(call.arguments["ticketId"]))
    offset, limit = call.arguments.get("offset", 0), call.arguments.get("limit", 100)
    return Reply(
        {
            "success": True,
            "total": len(timeline),
            "totalOpenedTickets": sum(each.status in {"open", "pending"} for each in timeline),
            "history": [history_entry(each) for each in timeline[offset : offset + limit]],
        }
    )


def history_entry(interaction: Interaction) -> dict[str, Any]:
    """One line of a timeline."""
    return {
        "id": interaction.ticket_id,
        "type": interaction.kind,
        "channel": interaction.channel,
        "subChannel": interaction.sub_channel,
        "status": interaction.status,
        "subject": interaction.subject,
        "summary": interaction.summary,
        "url": interaction.url,
        "createdAt": unix_seconds(interaction.time_ns),
    }


def error_body(
    status: int, title: str, detail: str, violations: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The body of an error: a text for the user, one for the developer, and the same trace id for both.

    `violations` are pairs of a parameter's name or a JSON pointer and what is wrong with it.
    """
    details = "; ".join(f"{place}: {message}" for place, message in violations) or detail
    trace = blake2b(f"{status} {title} {details}".encode(), digest_size=_TRACE_BYTES)
    return {"error": title, "details": details, "txId": trace.hexdigest()}


def history_request(base_path: str, ticket_id: int, token: str) -> HistoryRequest:
    """Asks for the timeline of a ticket's customer."""
    headers = (("Authorization", f"Bearer {token}"),)
    return HistoryRequest("GET", f"{base_path}/ticket/{ticket_id}/history", headers)
