import re
from collections.abc import Iterator

import pytest

from vertrag.world.helpdesk.intents import Intent, understood
from vertrag.world.helpdesk.topics import topics
from vertrag.world.supplier import Supplier

WORLD = Supplier(seed=3, customers=120)


def _intents() -> Iterator[Intent]:
    for number in range(1_000_001, WORLD.last_ticket_id + 1):
        intent = WORLD.intent(number)
        if intent is not None:
            yield intent


def test_only_topics_are_understood() -> None:
    assert set(understood()) < set(topics())


def test_an_intent_offers_something_recommended_and_a_way_to_ignore_it() -> None:
    for row in understood().values():
        types = [option["type"] for option in row["options"]]
        assert types[0] != "ignore"
        assert types.count("ignore") == 1
        assert len(types) == len(set(types))


def test_what_was_understood_is_filled_with_the_customers_numbers() -> None:
    intents = list(_intents())
    assert len({intent.code for intent in intents}) > 12
    for intent in intents:
        said = [option.says for option in intent.options if option.says]
        assert not any("{" in text for text in [intent.info, *said, *map(str, intent.data.values())])


def test_the_reading_that_was_understood_is_the_one_in_the_message() -> None:
    intent = WORLD.intent(376189)
    ticket = WORLD.ticket(376189)
    assert intent is not None
    assert ticket is not None
    assert f"{intent.data['reading']} {intent.data['unit']}" in ticket.messages[0].text
    assert intent.data["counterNumber"] in ticket.messages[0].text


def test_nobody_understands_a_bill_that_does_not_exist() -> None:
    understood = [intent for intent in _intents() if intent.code in ("explain_invoice", "refund_request")]
    without = [intent for intent in understood if "contractId" in intent.data]
    assert len(understood) > len(without) > 0
    for intent in understood:
        contract = WORLD.contract(intent.contract_id)
        assert contract
        told = f"{intent.info} {intent.data} {[option.says for option in intent.options]}"
        assert set(re.findall(r"R20\d\d-\d+", told)) <= {bill.number for bill in WORLD.invoices(contract)}
        assert (intent in without) == (" €" not in told and "R20" not in told)


@pytest.mark.parametrize("ticket_id", [222, 1])
def test_a_missed_call_and_nobodys_ticket_hold_nothing_to_understand(ticket_id: int) -> None:
    assert WORLD.intent(ticket_id) is None


def test_what_was_carried_out_was_recommended() -> None:
    done = 0
    for number in range(1_000_001, WORLD.last_ticket_id + 1):
        ticket, intent = WORLD.ticket(number), WORLD.intent(number)
        assert ticket is not None
        for event in ticket.events:
            if event.kind == "intent_executed":
                assert intent is not None
                assert event.payload == {"intent_id": intent.id, "action": intent.options[0].type}
                done += 1
    assert done > 50
