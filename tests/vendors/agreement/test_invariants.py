"""Every invariant holds of our own answers, and every one can fail."""

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from vertrag.exchange import State
from vertrag.vendors.agreement.dossier import Dossier
from vertrag.vendors.agreement.invariants import INVARIANTS

TOM = 376189
ZOHO = 57440000000000000


@pytest.fixture
def dossier(ask: Any) -> Any:
    """Gathers the answers about a ticket."""

    def gathered(number: int, **session: Any) -> Dossier:
        def read(vendor: str, operation: str, **more: Any) -> Any:
            asked = str(ZOHO + number) if vendor == "zoho-desk" else number
            return ask(vendor, operation, **{"ticketId": asked} | session | more)

        def log(*kinds: str) -> Any:
            return read("socialboards", "getTicketLog", take=50, sent={"action_types": list(kinds)})["data"]

        def events(**filters: str) -> Any:
            return read("zoho-desk", "getTicketHistory", limit=50, **filters)["data"]

        def listed(operation: str) -> Any:
            return (read("zoho-desk", operation, limit=100) or {"data": []})["data"]

        ticket, history = read("enneo", "getTicket"), read("enneo", "getTicketHistory", limit=1000)
        near = {ticket["prevTicketId"], ticket["nextTicketId"], *(each["id"] for each in history["history"])}
        kinds = ("ticket_read", "ticket_status_changed")
        filters = [{"eventFilter": "CommentHistory"}, {"fieldName": "status"}]
        filters.append(filters[0] | filters[1])
        return Dossier(
            ticket=ticket,
            history=history,
            conversation=read("enneo", "getConversation"),
            pages=[
                ((limit, offset), read("enneo", "getTicketHistory", limit=limit, offset=offset))
                for limit, offset in ((1, 0), (2, 1), (5, 99))
            ],
            others={each: read("enneo", "getTicket", ticketId=each) for each in near if each},
            post=read("socialboards", "getTicket")["data"],
            log=log(),
            replies=read("socialboards", "listReplies")["data"],
            filtered_log=[((), log()), (kinds, log(*kinds)), (("nothing",), log("nothing"))],
            case=read("zoho-desk", "getTicket"),
            events=events(),
            threads=listed("getThreads"),
            comments=listed("getComments"),
            filtered_events=[(each, events(**each)) for each in filters],
        )

    return gathered


def _breaches(dossier: Dossier) -> dict[str, list[str]]:
    found = {each.code: each.breaches(dossier) for each in INVARIANTS}
    return {code: sentences for code, sentences in found.items() if sentences}


def test_every_invariant_holds_of_tickets_nobody_wrote_to(dossier: Any, ticket_ids: list[int]) -> None:
    for number in ticket_ids[::8]:
        assert _breaches(dossier(number)) == {}


def test_every_invariant_holds_after_writing_through_all_apis(dossier: Any, ask: Any, state: State) -> None:
    zoho = str(ZOHO + TOM)
    ask("enneo", "patchTicket", ticketId=TOM, sent={"status": "pending", "addTagIds": [2]}, state=state)
    ask("socialboards", "addNote", ticketId=TOM, sent={"message": "Notiz"}, state=state)
    answer = {"message": "Gern", "author": {"email": "stefan.ruppert@exempla.example"}}
    ask("socialboards", "createReply", ticketId=TOM, sent=answer, state=state)
    ask("zoho-desk", "createComment", ticketId=zoho, sent={"content": "Noch eine"}, state=state)
    ask("zoho-desk", "updateTicket", ticketId=zoho, sent={"status": "Closed"}, state=state)
    new = ask(
        "enneo",
        "createTicket",
        sent={"contractId": "746839", "channel": "chat", "body": "Hallo"},
        state=state,
    )
    for number in (TOM, new["id"]):
        assert _breaches(dossier(number, state=state)) == {}


BROKEN: dict[str, tuple[str, Any]] = {
    "I20": ("ticket", {"customerId": "1"}),
    "I21": ("ticket", {"contractId": "1"}),
    "I22": ("ticket", {"agentId": 99}),
    "I23": ("ticket", {"tagIds": [99]}),
    "I24": ("ticket", {"from": "x@example.org"}),
    "I25": ("ticket", {"customerLegitimationMessage": "?"}),
    "I26": ("ticket", {"closedAt": "2026-11-01 00:00:00"}),
    "I27": ("ticket", {"dueBy": "2000-01-01 00:00:00"}),
    "I28": ("ticket", {"channelId": "x"}),
    "I29": ("ticket", {"bodyPlain": "anders"}),
    "I30": ("ticket", {"prevTicketId": 135}),
    "I31": ("pages", [((1, 0), {"history": [], "total": 1})]),
    "I32": ("history", {"totalOpenedTickets": 99}),
    "I33": ("history", {"history": [{"createdAt": 1, "id": 1, "type": "payment", "subject": ""}] * 2}),
    "I36": ("history", {"history": []}),
    "I39": ("log", []),
    "I40": ("filtered_log", [(["ticket_read"], [1])]),
    "I43": ("events", []),
    "I46": ("case", {"threadCount": "99"}),
    "I48": ("post", {"creationTime": "2000-01-01T00:00:00.0000000+00:00"}),
    "I49": ("case", {"status": "Closed"}),
}


@pytest.mark.parametrize("code", BROKEN)
def test_an_invariant_can_fail(dossier: Any, code: str) -> None:
    whole = dossier(TOM)
    part, change = BROKEN[code]
    before = deepcopy(getattr(whole, part))
    broken = before | change if isinstance(change, dict) else change
    (rule,) = [each for each in INVARIANTS if each.code == code]
    if code == "I39":
        broken = [*whole.log[:-1], {**whole.log[-1], "actionType": "ticket_read"}]
    assert rule.breaches(whole) == []
    assert rule.breaches(replace(whole, **{part: broken}))


def _replaced(dossier: Dossier, part: str, old: str, new: str) -> Dossier:
    text = json.dumps(getattr(dossier, part), ensure_ascii=False)
    assert old in text
    return replace(dossier, **{part: json.loads(text.replace(old, new))})


@pytest.mark.parametrize(
    ("code", "number", "part", "old", "new"),
    [
        (
            "I34",
            TOM,
            "history",
            '"type": "delivery", "channel": null',
            '"type": "delivery", "channel": "email"',
        ),
        ("I35", TOM, "history", '"status": "pending"', '"status": "closed"'),
        ("I37", TOM, "ticket", '"startDate": 1661990400', '"startDate": 1'),
        ("I38", TOM, "ticket", '"meterValue": ', '"meterValue": 1'),
        ("I42", 1022, "log", "{User:", "{User:0"),
        ("I44", 1022, "events", '"updatedValue": "Closed"', '"updatedValue": "Open"'),
        ("I47", TOM, "events", "DeskSystem", "Somebody"),
    ],
)
def test_an_invariant_of_lists_can_fail(
    dossier: Any, code: str, number: int, part: str, old: str, new: str
) -> None:
    (rule,) = [each for each in INVARIANTS if each.code == code]
    whole = dossier(number)
    assert rule.breaches(whole) == []
    assert rule.breaches(_replaced(whole, part, old, new))


def test_filters_that_do_not_combine_are_seen(dossier: Any) -> None:
    (rule,) = [each for each in INVARIANTS if each.code == "I45"]
    one, other = {"eventFilter": "CallHistory"}, {"fieldName": "status"}
    assert rule.breaches(
        replace(dossier(TOM), filtered_events=[(one, [1]), (other, [2]), (one | other, [1])])
    )
