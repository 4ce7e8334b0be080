"""Invariants I20 to I38: a ticket of enneo, the timeline of its customer, its intents."""

import html
import re
from collections.abc import Iterator

from vertrag.vendors.agreement.dossier import Dossier, Invariant, Json

_GRID_PARTIES = ("gridOperator", "previousSupplier", "nextSupplier", None)
_PROJECTIONS = (("assignedAgentIds", "assignedAgents"), ("workedOnByIds", "workedOnBy"), ("tagIds", "tags"))


def one_family(dossier: Dossier) -> Iterator[str]:
    """I20."""
    ticket = dossier.ticket
    ids = {str(ticket["customer"]["id"]), *(each["customerId"] for each in ticket["customer"]["contracts"])}
    if ids != {ticket["customerId"]}:
        yield f"customerId {ticket['customerId']}, but customer and contracts say {sorted(ids)}"


def known_contract(dossier: Dossier) -> Iterator[str]:
    """I21."""
    ticket = dossier.ticket
    known = {None, *(str(each["id"]) for each in ticket["customer"]["contracts"])}
    for place in (ticket, *ticket["intents"]):
        if place["contractId"] not in known:
            yield f"contract {place['contractId']} is none of the customer's"


def agent_and_id(dossier: Dossier) -> Iterator[str]:
    """I22."""
    agent, number = dossier.ticket["agent"], dossier.ticket["agentId"]
    if (agent or {}).get("id") != number:
        yield f"agentId {number}, but the agent is {agent and agent['id']}"


def projections(dossier: Dossier) -> Iterator[str]:
    """I23."""
    for ids, things in _PROJECTIONS:
        shown = [each["id"] for each in dossier.ticket[things]]
        if dossier.ticket[ids] != shown:
            yield f"{ids} are {dossier.ticket[ids]}, {things} have {shown}"


def mail_matches(dossier: Dossier) -> Iterator[str]:
    """I24."""
    customer, sender = dossier.ticket["customer"], dossier.ticket["from"]
    if customer["emailMatches"] != ((sender or "").lower() == customer["email"].lower()):
        yield f"emailMatches {customer['emailMatches']} for {sender} and {customer['email']}"


def doubt_is_explained(dossier: Dossier) -> Iterator[str]:
    """I25."""
    level, message = (dossier.ticket[f"customerLegitimation{end}"] for end in ("", "Message"))
    if message is not None and not 10 <= level <= 19:
        yield f"a message for level {level}"


def deadlines(dossier: Dossier) -> Iterator[str]:
    """I27."""
    times = [dossier.ticket[name] for name in ("createdAt", "firstResponseDueBy", "dueBy")]
    if times != sorted(times):
        yield f"created, first response and due: {times}"


def channel_says_who(dossier: Dossier) -> Iterator[str]:
    """I28."""
    ticket = dossier.ticket
    if (ticket["channel"] == "chat") != (ticket["channelId"] is not None):
        yield f"channel {ticket['channel']} with channelId {ticket['channelId']}"
    if ticket["channel"] == "system" and (ticket["from"], ticket["replyRecipients"]) != (None, None):
        yield "a system ticket with a sender or recipients"


def one_text(dossier: Dossier) -> Iterator[str]:
    """I29."""
    plain, body, clean = (dossier.ticket[name] for name in ("bodyPlain", "body", "bodyClean"))
    if plain is None:
        return
    text = html.unescape(re.sub(r"<[^<>]*>", " ", body))
    if text.split() != plain.split():
        yield "bodyPlain is not the text of body"
    if " ".join(clean.split()) not in " ".join(plain.split()):
        yield "bodyClean is not contained in bodyPlain"


def neighbours(dossier: Dossier) -> Iterator[str]:
    """I30."""
    for name, back in (("prevTicketId", "nextTicketId"), ("nextTicketId", "prevTicketId")):
        other = dossier.others.get(dossier.ticket[name] or 0)
        if other is not None and other[back] != dossier.ticket["id"]:
            yield f"{name} is {other['id']}, whose {back} is {other[back]}"


def pages_fit(dossier: Dossier) -> Iterator[str]:
    """I31 and I32."""
    for (limit, offset), page in dossier.pages:
        if page["history"] != dossier.history["history"][offset : offset + limit]:
            yield f"limit {limit}, offset {offset}: not that part of the whole"
        if page["total"] != dossier.history["total"]:
            yield f"limit {limit}, offset {offset}: total {page['total']}"


def counts_fit(dossier: Dossier) -> Iterator[str]:
    """I32."""
    tickets = [entry for entry in _entries(dossier) if entry["type"] == "ticket"]
    if not dossier.history["totalOpenedTickets"] <= len(tickets) <= dossier.history["total"]:
        yield "open tickets, tickets and entries are not in order"


def newest_first(dossier: Dossier) -> Iterator[str]:
    """I33."""
    times = [entry["createdAt"] for entry in _entries(dossier)]
    if times != sorted(times, reverse=True):
        yield "entries are not newest first"
    ids = [entry["id"] for entry in _entries(dossier) if entry["type"] == "ticket"]
    if len(set(ids)) != len(ids) or None in ids:
        yield "tickets without an id of their own"
    if any(entry["id"] is not None for entry in _entries(dossier) if entry["type"] != "ticket"):
        yield "an id of what is no ticket"


def only_tickets_have_a_status(dossier: Dossier) -> Iterator[str]:
    """I34."""
    for entry in _entries(dossier):
        if entry["type"] != "ticket" and (entry["channel"], entry["status"], entry["summary"]) != (
            None,
            None,
            None,
        ):
            yield f"{entry['subject']} has a channel, a status or a summary"
        if entry["type"] == "gridMessage" and entry["subChannel"] not in _GRID_PARTIES:
            yield f"{entry['subject']} came from {entry['subChannel']}"


def entries_are_tickets(dossier: Dossier) -> Iterator[str]:
    """I35."""
    for entry in _entries(dossier):
        other = dossier.others.get(entry["id"] or 0)
        if other is not None:
            mine = (entry["status"], entry["channel"], entry["subject"], dossier.ticket["customerId"])
            if mine != (other["status"], other["channel"], other["subject"], other["customerId"]):
                yield f"ticket {entry['id']} says otherwise than its entry"


def is_in_its_history(dossier: Dossier) -> Iterator[str]:
    """I36."""
    if dossier.ticket["id"] not in [entry["id"] for entry in _entries(dossier)]:
        yield f"ticket {dossier.ticket['id']} is not in its own history"


def deliveries_start(dossier: Dossier) -> Iterator[str]:
    """I37."""
    starts = {each["startDate"] for each in dossier.ticket["customer"]["contracts"]}
    for entry in _entries(dossier):
        if entry["subject"] == "deliveryStart" and entry["createdAt"] not in starts:
            yield f"deliveryStart at {entry['createdAt']}, contracts start at {sorted(starts)}"


def readings_agree(dossier: Dossier) -> Iterator[str]:
    """I38."""
    for intent in dossier.ticket["intents"]:
        if intent["code"] != "process_meter_reading":
            continue
        reading = intent["data"]["reading"]
        for file in dossier.ticket["attachments"]:
            shown = (file["extractionData"] or {}).get("meterValue", reading)
            if shown != reading:
                yield f"{file['name']} shows {shown}, understood was {reading}"
        if str(reading) not in intent["messagePreview"]:
            yield f"the preview does not name {reading}"


def _entries(dossier: Dossier) -> list[Json]:
    entries: list[Json] = dossier.history["history"]
    return entries


_T, _H = ("ticket",), ("ticket", "history")
OF_ENNEO = (
    Invariant("I20", "E", "warn", "customer, contracts and ticket name one customer", _T, one_family),
    Invariant("I21", "E", "warn", "contracts of ticket and intents are the customer's", _T, known_contract),
    Invariant("I22", "E", "warn", "agent is null if and only if agentId is, else the same", _T, agent_and_id),
    Invariant("I23", "E", "warn", "lists of ids are those of the lists of things", _T, projections),
    Invariant("I24", "E", "mock", "emailMatches compares sender and customer", _T, mail_matches),
    Invariant("I25", "E", "any", "only levels 10 to 19 have a message", _T, doubt_is_explained),
    Invariant("I27", "E", "mock", "created, first response due and due are in order", _T, deadlines),
    Invariant("I28", "E", "any", "chats have a channelId, system tickets no sender", _T, channel_says_who),
    Invariant("I29", "E", "mock", "the three forms of the body are one text", _T, one_text),
    Invariant("I30", "E", "mock", "the next of the previous ticket is the ticket", _T, neighbours),
    Invariant("I31", "E", "warn", "pages are parts of the whole history", _H, pages_fit),
    Invariant("I32", "E", "mock", "open tickets <= tickets <= total", _H, counts_fit),
    Invariant("I33", "E", "mock", "newest first; tickets have ids of their own", _H, newest_first),
    Invariant(
        "I34", "E", "any", "only tickets have channel, status, summary", _H, only_tickets_have_a_status
    ),
    Invariant("I35", "E", "mock", "entries say what their tickets say", _H, entries_are_tickets),
    Invariant("I36", "E", "mock", "a ticket is in its own history", _H, is_in_its_history),
    Invariant("I37", "E", "mock", "deliveries start when contracts do", _H, deliveries_start),
    Invariant("I38", "E", "mock", "file, message and intent name one reading", _T, readings_agree),
)
