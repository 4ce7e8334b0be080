from dataclasses import replace
from typing import Any

import pytest

from vertrag.oracles.conversation.recognition import is_itself, names_parent
from vertrag.oracles.conversation.row_paths import Made
from vertrag.oracles.grounds import Grounds

SENT = {"startDate": "2026-02-28", "status": "active", "kwh": 1200}
MADE = Made(("C1", "K1"), SENT, {}, ("C1",))
TWIN = replace(MADE, values=("C1", "K2"), sent={**SENT, "startDate": "2026-03-01", "status": "ended"})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"customerId": "C1"}, True),
        ({"customer": "C1"}, True),
        ({"customerId": "C2"}, False),
        ({"id": "C1"}, False),
    ],
)
def test_a_row_names_what_it_hangs_on(row: Any, expected: bool, grounds: Grounds) -> None:  # noqa: FBT001 - a parametrized expectation
    by_name = grounds.resources.by_name
    read = by_name["contracts"].deed("read")
    assert read is not None
    assert names_parent(by_name["customers"], read, MADE, row) is expected


@pytest.mark.parametrize(
    ("row", "twin", "expected"),
    [
        (SENT, TWIN, True),
        ({**SENT, "kwh": 7}, TWIN, False),  # another row
        ({"startDate": "2026-02-28", "status": "active"}, TWIN, False),  # it does not hold all
        (SENT, replace(TWIN, sent={**SENT, "status": "ended"}), False),  # one of two states tells nothing
        (None, TWIN, False),
    ],
)
def test_a_row_is_itself_with_all_that_was_sent_and_its_twin_has_not(
    row: Any,
    twin: Made,
    expected: bool,  # noqa: FBT001 - a parametrized expectation
    grounds: Grounds,
) -> None:
    contracts = grounds.resources.by_name["contracts"]
    read = contracts.deed("read")
    assert read is not None
    assert is_itself(grounds, contracts, MADE, twin, read, row) is expected
