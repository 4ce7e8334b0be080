"""Intents as enneo shows them, and what comes of carrying one out.

Laws
1. A dry run and the real thing give the same outcome, except for what was sent, closed and when.
2. Carrying out is an event: the action is noted, the customer told, the ticket closed.
"""

from collections.abc import Sequence
from hashlib import blake2b
from html import escape
from typing import Any

from vertrag.errors import Refused
from vertrag.exchange import Call, Reply
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.instants import german_time
from vertrag.vendors.ledger import Happening, Ledger, clerk, message, next_message, turned
from vertrag.world.census.people import Customer
from vertrag.world.helpdesk.intents import INTENTS, Intent, Option, options_of, understood
from vertrag.world.helpdesk.service import Event, Ticket
from vertrag.world.helpdesk.topics import topics

_SURE = 90  # percent from which on a hint is green
_TRACE_BYTES = 5


def get_intents(call: Call) -> Reply:
    """What was understood of a ticket."""
    desk = desk_of(call)
    ticket = desk.find(call.arguments["ticketId"])
    intents = shown_intents(desk, ticket)
    outcome = "agentAssist" if intents else "noDetection"
    return Reply(
        {"ticketId": ticket.id, "intentsFound": len(intents), "aiOutcome": outcome, "intents": intents}
    )


def list_intents(_: Call) -> Reply:
    """Everything that can be understood."""
    intents = [
        {"code": code, "name": topics()[code].name, "options": _rows(options_of(code))}
        for code in understood()
    ]
    return Reply({"success": True, "intents": intents})


def execute(call: Call) -> Reply:
    """Carry out an option of an intent, or only say what would come of it."""
    desk, asked = desk_of(call), call.arguments["intentId"]
    intent = desk.world.intent(asked // INTENTS) if asked % INTENTS == 0 else None
    if intent is None:
        raise Refused(404, f"There is no intent {asked}.")
    _must_agree(call.body, intent)
    option = _chosen(intent, call.body["data"]["_action"])
    ticket = desk.find(asked // INTENTS)
    inform = call.body.get("informCustomer", False) and option.says is not None
    if call.body.get("dryRun", True):
        return Reply(_outcome(desk, ticket, intent, option, desk.world.now_ns))
    after = Ledger(desk).append(ticket, _happenings(desk, ticket, intent, option, inform=inform))
    outcome = _outcome(desk, after, intent, option, after.events[-1].time_ns)
    return Reply(outcome | {"sent": inform, "ticketClosed": True})


def shown_intents(desk: Desk, ticket: Ticket) -> list[dict[str, Any]]:
    """The intents of a ticket; those of tickets that were made in a session nobody has read."""
    intent = desk.world.intent(ticket.id)
    return [_shown(desk, ticket, intent)] if intent else []


def _must_agree(sent: dict[str, Any], intent: Intent) -> None:
    """What the body says once more has to be what the path means."""
    facts = {
        "intentId": intent.id,
        "code": intent.code,
        "ticketId": intent.id // INTENTS,
        "contractId": str(intent.contract_id),
    }
    for name, value in facts.items():
        if sent.get(name, value) not in (value, None):
            raise Refused(409, f"Intent {intent.id} has the {name} {value}, not {sent[name]}.")


def _chosen(intent: Intent, action: str) -> Option:
    known = {option.type: option for option in intent.options}
    if action not in known:
        raise Refused(404, f"Intent {intent.id} has no option {action}; it has {', '.join(known)}.")
    return known[action]


def _happenings(
    desk: Desk, ticket: Ticket, intent: Intent, option: Option, *, inform: bool
) -> list[Happening]:
    actor = clerk(desk)
    done = Happening("intent_executed", actor, {"intent_id": intent.id, "action": option.type})
    said = []
    if inform and option.says is not None:
        payload = message(ticket.id, next_message(ticket), option.says)
        said = [Happening("message_sent", actor, payload)]
    return [done, *said, *turned(ticket, actor, "closed")]


def _shown(desk: Desk, ticket: Ticket, intent: Intent) -> dict[str, Any]:
    customer = desk.customer_of(ticket)
    done = next((event for event in reversed(ticket.events) if event.kind == "intent_executed"), None)
    return {
        "id": intent.id,
        "code": intent.code,
        "name": intent.name,
        "contractId": str(intent.contract_id),
        "status": "ready" if done is None else "executed",
        "confidence": intent.confidence / 100,
        "confidenceColor": confidence_color(intent),
        "verified": done is not None,
        "context": {},
        "messagePreview": intent.options[0].says,
        "recipient": customer.email,
        "data": dict(intent.data),
        "options": _rows(intent.options),
        "infos": shown_infos(intent),
        "extraInfo": None,
        "outcome": None if done is None else _past(desk, ticket, intent, done),
    }


def confidence_color(intent: Intent) -> str:
    """Green for what is sure, else a warning."""
    return "success" if intent.confidence >= _SURE else "warning"


def shown_infos(intent: Intent) -> list[dict[str, Any]]:
    """What an agent should know before doing anything."""
    return [{"code": "USER_WARNING", "type": "warning", "message": intent.info, "extraInfo": None}]


def _past(desk: Desk, ticket: Ticket, intent: Intent, done: Event) -> dict[str, Any]:
    """The outcome of what was carried out before."""
    option = next(each for each in intent.options if each.type == done.payload["action"])
    later = [event for event in ticket.events if event.time_ns >= done.time_ns]
    outcome = _outcome(desk, ticket, intent, option, done.time_ns)
    return outcome | {
        "userId": done.actor.id or 1,
        "sent": any(event.kind == "message_sent" for event in later),
        "ticketClosed": any(event.payload.get("updated") == "closed" for event in later),
    }


def _outcome(desk: Desk, ticket: Ticket, intent: Intent, option: Option, executed_ns: int) -> dict[str, Any]:
    customer = desk.customer_of(ticket)
    trace = blake2b(f"{intent.id} {option.type}".encode(), digest_size=_TRACE_BYTES)
    return {
        "aiAgentId": 1,
        "success": True,
        "messageLocalized": option.name,
        "internalData": {"requestEndpoint": intent.code, "requestParams": f"_action={option.type}"},
        "executedAt": german_time(executed_ns),
        "userId": 1,
        "sent": False,
        "ticketClosed": False,
        "recipient": customer.email,
        "message": option.says,
        "template": reply_template(customer),
        "sources": [],
        "txId": trace.hexdigest(),
    }


def reply_template(customer: Customer) -> str:
    """The frame around what is said to a customer."""
    return f"<p>Guten Tag {escape(customer.addressee)},</p><p>%MESSAGE%</p><p>Ihr Kundenservice</p>"


def _rows(options: Sequence[Option]) -> list[dict[str, Any]]:
    """Options in their order, the first recommended."""
    return [
        {
            "type": option.type,
            "name": option.name,
            "icon": option.icon,
            "recommended": place == 1,
            "order": place,
        }
        for place, option in enumerate(options, 1)
    ]
