"""The ways to the service, filtered."""

from typing import Any

import pytest

from vertrag.vendors.enneo.enneo_subchannels import subchannel_of


def test_every_way_fits_the_document(ask: Any, faults: Any) -> None:
    shown = ask("enneo", "listSubchannels")["subchannels"]
    assert [each["id"] for each in shown] == list(range(1, 10))
    assert [fault for each in shown for fault in faults("enneo", "Subchannel", each)] == []


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"channels[]": ["email", "letter"]}, [1, 8]),
        ({"channel": "phone"}, [7]),
        ({"channels[]": ["all"], "id": 3}, [3]),
        ({"channels[]": ["email"], "id": 3}, []),
    ],
)
def test_filters_combine(ask: Any, filters: dict[str, Any], ids: list[int]) -> None:
    assert [each["id"] for each in ask("enneo", "listSubchannels", **filters)["subchannels"]] == ids


def test_a_ticket_came_through_one_of_them_or_none() -> None:
    assert subchannel_of("chat", "whatsapp") == 3
    assert subchannel_of("email", None) == 1
    assert subchannel_of("walkIn", None) is None
