"""Each oddity is done by the quirk profile, is allowed by its document, and is no part of the others."""

from typing import Any

import pytest

from vertrag.exchange import Call, Reply
from vertrag.in_process import Mock
from vertrag.vendors.quirks import QUIRKS

TOM = 376189
TICKET = 57440000000000000 + TOM


@pytest.fixture(scope="module", params=["lenient", "quirk"])
def profile(request: pytest.FixtureRequest) -> Any:
    with Mock(auth="off", profile=(request.param,), reload=False) as mock:
        yield request.param, mock.client()


def test_open_entries_of_enneo_are_active(profile: Any) -> None:
    name, client = profile
    history = client.get(f"http://mock.invalid/api/mind/ticket/{TOM}/history").json()["history"]
    statuses = {each["status"] for each in history}
    assert ("active" in statuses, "open" in statuses) == (name == "quirk", name == "lenient")


def test_a_long_page_of_socialboards_is_served(profile: Any) -> None:
    name, client = profile
    url = f"http://mock.invalid/socialboards/tickets/{TOM}/log"
    answers = [client.post(url, params={"take": take}, json={}).status_code for take in (100, 101)]
    assert answers == ([200, 400] if name == "quirk" else [400, 400])


def test_an_empty_history_of_zoho_has_no_content(profile: Any) -> None:
    name, client = profile
    url = f"http://mock.invalid/zoho/api/v1/tickets/{TICKET}/History?from=5000"
    answer = client.get(url, headers={"orgId": "20260001"})
    assert (answer.status_code, answer.content) == ((204, b"") if name == "quirk" else (200, b'{"data":[]}'))


def test_a_help_center_is_spelt_as_in_the_other_document() -> None:
    entries = [{"source": "HelpCenter"}, {"source": None}]
    odd = QUIRKS["zoho-desk"].twisted({"getTicketHistory": lambda _: Reply({"data": entries})})
    assert odd["getTicketHistory"](Call("getTicketHistory", {})).body["data"][0] == {"source": "Helpcenter"}
