"""What was understood, and what comes of carrying it out."""

from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import State

TOM, INTENT = 376189, 3761890


def test_what_was_understood_fits_the_document(ask: Any, faults: Any, ticket_ids: list[int]) -> None:
    done = 0
    for number in ticket_ids:
        answer = ask("enneo", "getIntentByTicketId", ticketId=number)
        assert answer["intentsFound"] == len(answer["intents"])
        assert answer["intents"] == ask("enneo", "getTicket", ticketId=number)["intents"]
        for intent in answer["intents"]:
            assert faults("enneo", "Intent", intent) == []
            assert (intent["outcome"] is None) == (intent["status"] == "ready")
            done += intent["outcome"] is not None
    assert done


def test_every_kind_of_intent_is_listed(ask: Any, faults: Any) -> None:
    intents = ask("enneo", "listIntents")["intents"]
    assert {"process_meter_reading", "change_deposit"} <= {each["code"] for each in intents}
    for option in [option for each in intents for option in each["options"]]:
        assert faults("enneo", "IntentOption", option) == []


def test_by_default_nothing_is_changed(ask: Any, faults: Any, state: State) -> None:
    sent = {"data": {"_action": "enter_into_system"}, "informCustomer": True}
    outcome = ask("enneo", "executeIntent", intentId=INTENT, sent=sent, state=state)
    assert faults("enneo", "Outcome", outcome) == []
    assert (outcome["sent"], outcome["ticketClosed"]) == (False, False)
    assert ask("enneo", "getTicket", ticketId=TOM, state=state) == ask("enneo", "getTicket", ticketId=TOM)


@pytest.mark.parametrize("inform", [True, False])
def test_in_earnest_the_customer_is_told_and_the_ticket_closed(ask: Any, state: State, inform: bool) -> None:  # noqa: FBT001 - a parameter
    sent = {"data": {"_action": "forward_to_vnb"}, "informCustomer": inform, "dryRun": False}
    outcome = ask("enneo", "executeIntent", intentId=INTENT, sent=sent, state=state)
    ticket = ask("enneo", "getTicket", ticketId=TOM, state=state)
    said = ask("enneo", "getConversation", ticketId=TOM, state=state)["conversations"]
    assert (outcome["sent"], outcome["ticketClosed"], ticket["status"]) == (inform, True, "closed")
    assert (said[-1]["bodyPlain"] == outcome["message"]) == inform
    assert ticket["intents"][0]["outcome"] == outcome


def test_the_reading_of_the_outcome_is_that_of_the_message_and_of_the_file(ask: Any) -> None:
    sent = {"data": {"_action": "enter_into_system"}}
    reading = ask("enneo", "getTicket", ticketId=TOM)["attachments"][0]["extractionData"]["meterValue"]
    outcome = ask("enneo", "executeIntent", intentId=INTENT, sent=sent)
    assert f"{reading} kWh" in outcome["message"]


@pytest.mark.parametrize(
    ("number", "sent", "status"),
    [
        (1, {}, 404),
        (INTENT + 1, {}, 404),
        (INTENT, {"data": {"_action": "fly"}}, 404),
        (INTENT, {"ticketId": 135}, 409),
        (INTENT, {"code": "other"}, 409),
        (INTENT, {"contractId": "1"}, 409),
    ],
)
def test_what_does_not_fit_is_refused(ask: Any, number: int, sent: dict[str, Any], status: int) -> None:
    with pytest.raises(Refused) as refused:
        ask("enneo", "executeIntent", intentId=number, sent={"data": {"_action": "ignore"}} | sent)
    assert refused.value.status == status
