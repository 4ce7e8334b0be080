"""Every invariant holds of our own answers, and every one can fail."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from vertrag.credentials import Authority
from vertrag.errors import Refused
from vertrag.exchange import UNTOUCHED, Call, State
from vertrag.vendors import VENDORS
from vertrag.vendors.agreement.dossier import Dossier, Invariant
from vertrag.vendors.agreement.inquiry import Answer, ids_of, inquire
from vertrag.vendors.agreement.invariants import INVARIANTS
from vertrag.world.supplier import Supplier

TOM = 376189
ZOHO = 57440000000000000


@pytest.fixture
def dossier(world: Supplier, authority: Authority) -> Any:
    """Gathers the answers about a ticket."""
    handlers = {name: vendor.handlers(authority) for name, vendor in VENDORS.items()}

    def gathered(number: int, state: State = UNTOUCHED) -> Dossier:
        def ask(vendor: str, operation: str, arguments: Mapping[str, Any], sent: Any) -> Answer:
            try:
                reply = handlers[vendor][operation](
                    Call(operation, arguments, sent, world=world, state=state)
                )
            except Refused as refused:
                return Answer(
                    refused.status, VENDORS[vendor].error_body(refused.status, "", str(refused), ())
                )
            return Answer(reply.status, reply.body)

        return Dossier(**dict(inquire(ask, ids_of(number), writes=state is not UNTOUCHED)))

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
    "I08": ("contact", {"zip": "10115", "city": "Hamburg"}),
    "I10": ("contact", {"email": "tom@gmail.com"}),
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
    "I41": ("envelopes", [(200, {"data": None, "errorCode": 404, "errorText": "?"})]),
    "I50": ("again", [("getTicket", {}, {"id": 1})]),
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
        ("I01", TOM, "contracts", '"marketLocation": "', '"marketLocation": "0'),
        ("I02", TOM, "contracts", '"meterLocation": "DE', '"meterLocation": "AT'),
        ("I03", TOM, "ticket", '"counterNumber": "1', '"counterNumber": "7'),
        ("I04", TOM, "ticket", '"obis": "1-0:1.8.0"', '"obis": "1-0:2.8.0"'),
        (
            "I05",
            TOM,
            "contracts",
            '"occasion": "start", "expected": null',
            '"value": 90000, "expected": null',
        ),
        ("I06", TOM, "contracts", '"occasion": "year", "expected": ', '"occasion": "year", "expected": 9'),
        ("I07", TOM, "contracts", '"year": 2026, "total": ', '"year": 2026, "total": 1'),
        ("I09", TOM, "ticket", '"iban": "DE', '"iban": "AT'),
        ("I11", TOM, "ticket", '"gridOperatorCode": 9', '"gridOperatorCode": 8'),
        ("I12", TOM, "ticket", '"signupDate": 1', '"signupDate": 9'),
        ("I14", TOM, "ticket", '"monthlyDeposit": ', '"monthlyDeposit": 1'),
        ("I15", TOM, "ticket", '"vatRate": 0.19', '"vatRate": 0.07'),
        ("I16", TOM, "contracts", '"unpaidDebt": ', '"unpaidDebt": 1'),
        ("I17", TOM, "contracts", '"gross": ', '"gross": 1'),
        ("I18", TOM, "contracts", '"amountDue": ', '"amountDue": 9'),
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


def test_two_contracts_for_one_place_at_once_are_seen(dossier: Any) -> None:
    (rule,) = [each for each in INVARIANTS if each.code == "I13"]
    whole = dossier(TOM)
    (first, *_) = whole.contracts
    assert rule.breaches(replace(whole, contracts=[first, {**first, "id": 1}]))
    ended = {**first, "id": 1, "startDate": 0, "endDate": first["startDate"] - 1}
    assert rule.breaches(replace(whole, contracts=[first, ended])) == []


@pytest.mark.parametrize(
    "steps",
    [
        [("disconnection_threat", "2026-03-02"), ("disconnection", "2026-03-20")],
        [("reminder", "2026-03-02"), ("first_notice", "2026-03-01")],
        [("disconnection", "2026-03-20")],
        [("torture", "2026-03-20")],
    ],
)
def test_unlawful_dunning_is_seen(steps: list[tuple[str, str]]) -> None:
    (rule,) = [each for each in INVARIANTS if each.code == "I19"]
    dunning = [{"stage": stage, "day": day} for stage, day in steps]
    assert rule.breaches(Dossier(contracts=[{"rawData": {"dunning": dunning}}]))


@pytest.mark.parametrize("rule", INVARIANTS, ids=lambda rule: rule.code)
@pytest.mark.parametrize("odd", [{}, [], 5, "x", [[]], [None], {"customer": 5}, [{"rawData": 5}]])
def test_answers_of_another_form_are_no_breach_and_no_crash(rule: Invariant, odd: Any) -> None:
    lacks_its_creation = rule.code in {"I39", "I43"} and not odd  # an empty log is of the right form
    assert bool(rule.breaches(Dossier(**dict.fromkeys(rule.needs, odd)))) == lacks_its_creation
