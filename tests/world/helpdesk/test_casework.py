from dataclasses import replace
from itertools import pairwise

import pytest

from vertrag.world.census.personas import Cast
from vertrag.world.days import DAY, is_open
from vertrag.world.helpdesk.casework import ticket_of
from vertrag.world.helpdesk.facts import Case, Outcome
from vertrag.world.helpdesk.service import Channel, EventKind, Ticket
from vertrag.world.helpdesk.topics import topics
from vertrag.world.supplier import NOW_NS

LATER = NOW_NS + 60 * DAY
CHANNELS: list[Channel] = ["email", "portal", "letter", "chat", "phone", "walkIn", "system"]
OUTCOMES: list[Outcome] = ["closed", "pending", "open"]


def _case(channel: Channel, outcome: Outcome | None, seed: int = 1) -> Case:
    case = Cast(seed, NOW_NS).case(376189)
    assert case is not None
    return replace(case, channel=channel, outcome=outcome, own={})


def _tickets(channel: Channel, outcome: Outcome | None) -> list[Ticket]:
    return [ticket_of(_case(channel, outcome, seed), LATER) for seed in range(60)]


def _kinds(ticket: Ticket) -> list[EventKind]:
    return [event.kind for event in ticket.events]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_case_goes_as_far_as_it_should(channel: Channel, outcome: Outcome) -> None:
    assert {ticket.status for ticket in _tickets(channel, outcome)} == {outcome}


@pytest.mark.parametrize("channel", CHANNELS)
def test_times_grow_strictly_from_the_arrival_on(channel: Channel) -> None:
    for ticket in _tickets(channel, "closed"):
        assert ticket.events[0].kind == "created"
        assert all(before.time_ns < after.time_ns for before, after in pairwise(ticket.events))


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_change_of_status_and_agent_begins_where_the_last_one_ended(
    channel: Channel, outcome: Outcome
) -> None:
    for ticket in _tickets(channel, outcome):
        status, agent = ticket.events[0].payload["status"], ticket.events[0].payload["agent_id"]
        for event in ticket.events[1:]:
            assert event.payload.get("previous", status) == status
            assert event.payload.get("previous_agent_id", agent) == agent
            status, agent = event.payload.get("updated", status), event.payload.get("agent_id", agent)
        assert (status, agent) == (ticket.status, ticket.agent_id)


@pytest.mark.parametrize("channel", ["email", "portal", "letter", "system"])
def test_agents_take_up_work_in_office_hours(channel: Channel) -> None:
    for ticket in _tickets(channel, "closed"):
        assert all(is_open(event.time_ns) for event in ticket.events if event.kind == "read")


def test_a_mail_is_received_confirmed_tagged_assigned_read_answered_and_closed() -> None:
    kinds = [_kinds(ticket) for ticket in _tickets("email", "closed")]
    plain = [
        "created",
        "message_received",
        "notified",
        "tags_added",
        "assigned",
        "read",
        "intent_executed",
        "message_sent",
        "status_changed",
    ]
    assert plain in kinds


def test_some_cases_pass_through_two_hands_and_some_come_back() -> None:
    kinds = [_kinds(ticket) for ticket in _tickets("email", None)]
    assert any(chain.count("assigned") == 2 for chain in kinds)
    assert any(chain.count("status_changed") == 3 for chain in kinds)
    assert any("note_added" in chain for chain in kinds)


def test_an_answered_question_is_followed_by_its_resolution() -> None:
    asked = [ticket for ticket in _tickets("email", None) if len(ticket.messages) > 3]
    said = [message.text for ticket in asked for message in ticket.messages]
    assert any("vielen Dank für das Foto" in text for text in said)


def test_a_call_is_opened_by_the_agent_who_takes_it() -> None:
    for ticket in _tickets("phone", "closed"):
        assert ticket.events[0].actor.kind == "agent"
        assert ticket.events[0].actor.id == ticket.agent_id
        assert ticket.messages[0].direction == "internal"


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_call_whose_note_leaves_nothing_open_is_closed(outcome: Outcome) -> None:
    case = replace(_case("phone", outcome), topic=topics()["other"])
    assert ticket_of(case, LATER).status == "closed"
    assert ticket_of(replace(case, missed_call=True), LATER).status == outcome


def test_a_missed_call_is_opened_by_the_telephone_and_called_back() -> None:
    ticket = ticket_of(replace(_case("phone", "closed"), missed_call=True), LATER)
    assert ticket.subject == "missedCall"
    assert ticket.events[0].actor.kind == "system"
    assert _kinds(ticket) == ["created", "note_added", "assigned", "note_added", "status_changed"]


def test_a_letter_gets_no_confirmation_by_mail() -> None:
    assert all("notified" not in _kinds(ticket) for ticket in _tickets("letter", "closed"))


def test_a_chat_ends_with_thanks_and_goodbye() -> None:
    for ticket in _tickets("chat", "closed"):
        assert [message.direction for message in ticket.messages] == ["in", "out", "out", "in", "out"]


def test_what_lies_after_the_clock_has_not_happened() -> None:
    case = _case("email", "closed")
    whole = ticket_of(case, LATER)
    for cut in range(1, len(whole.events)):
        ticket = ticket_of(case, whole.events[cut - 1].time_ns)
        assert ticket.events == whole.events[:cut]
        assert ticket.closed_ns is None or ticket.status == "closed"


def test_without_an_outcome_old_cases_are_mostly_closed_and_young_ones_often_not() -> None:
    later = NOW_NS + 800 * DAY
    cases = [replace(_case("email", None, seed), now_ns=later) for seed in range(100)]
    old = [ticket_of(case, later).status for case in cases]
    young = [ticket_of(_case("email", None, seed), NOW_NS).status for seed in range(100)]
    assert old.count("closed") > 80
    assert young.count("closed") < 60


def test_advertising_is_closed_by_a_rule_and_never_answered() -> None:
    ticket = ticket_of(replace(_case("email", None), topic=topics()["spam"]), LATER)
    assert _kinds(ticket) == ["created", "message_received", "notified", "tags_added", "status_changed"]
    assert ticket.events[-1].actor.kind == "rule"
    assert ticket.contract_id is None
