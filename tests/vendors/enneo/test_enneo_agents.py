"""Who works on a ticket."""

from typing import Any

from vertrag.exchange import State

INGRIDS_CALL = 376195  # answered this morning


def test_a_ping_names_the_agents_of_the_last_hour(ask: Any, faults: Any) -> None:
    answer = ask("enneo", "pingTicket", ticketId=INGRIDS_CALL)
    assert answer["success"]
    assert len(answer["workedOnBy"]) == 1
    assert faults("enneo", "Agent", answer["workedOnBy"][0]) == []
    assert ask("enneo", "pingTicket", ticketId=1022)["workedOnBy"] == []


def test_nobody_works_on_what_was_released(ask: Any, state: State) -> None:
    ask("enneo", "patchTicket", ticketId=INGRIDS_CALL, sent={"workedOnBy": None}, state=state)
    assert ask("enneo", "pingTicket", ticketId=INGRIDS_CALL, state=state)["workedOnBy"] == []
