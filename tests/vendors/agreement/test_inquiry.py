from collections.abc import Mapping
from typing import Any

import pytest

from vertrag.vendors.agreement.inquiry import Answer, ids_of, inquire, number_of


def test_a_ticket_of_our_world_has_an_id_with_each_vendor() -> None:
    ids = ids_of(376189)
    assert ids["zoho-desk"] == "57440000000376189"
    assert {number_of(vendor, str(number)) for vendor, number in ids.items()} == {376189}
    assert number_of("enneo", "x") is None


@pytest.mark.parametrize("body", [None, [], {}, 5, {"data": 5}, {"contactId": []}, {"status": "open"}])
@pytest.mark.parametrize("status", [200, 500])
def test_answers_of_any_form_end_the_questions_and_break_nothing(body: Any, status: int) -> None:
    def ask(_vendor: str, _operation: str, _arguments: Mapping[str, Any], _sent: Any) -> Answer:
        return Answer(status, body)

    fields = dict(inquire(ask, ids_of(1), writes=True))
    assert {"ticket", "post", "case", "again", "changes"} <= set(fields)


def test_what_cannot_be_asked_is_not_at_hand() -> None:
    fields = dict(inquire(lambda *_: None, ids_of(1)))
    assert fields["ticket"] is fields["log"] is fields["threads"] is None
    assert fields["changes"] == []


def test_a_change_of_status_is_looked_for_and_taken_back() -> None:
    status, seen = {"now": "open"}, []

    def ask(_vendor: str, operation: str, _arguments: Mapping[str, Any], sent: Any) -> Answer | None:
        if operation == "patchTicket":
            seen.append(sent["status"])
            status["now"] = sent["status"]
        return Answer(200, {"status": status["now"], "history": [], "tickets": []})

    fields = dict(inquire(ask, {"enneo": 1}, writes=True))
    assert seen == ["pending", "open"]
    assert fields["changes"][0] == ("the ticket", "pending", "pending")
    assert ("the search", ["pending"], []) in fields["changes"]
