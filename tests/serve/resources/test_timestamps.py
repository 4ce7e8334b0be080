from typing import Any

import pytest

from vertrag.contract.inference.moments import CHANGED, MADE
from vertrag.serve.resources.timestamps import stamped

NOW = 1_793_606_400  # 2026-11-02T08:00:00Z


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2020-01-01T00:00:00Z", "2026-11-02T08:00:00Z"),
        ("2020-01-01", "2026-11-02"),
        (1_500_000_000, NOW),
        (1_500_000_000_000, NOW * 1000),
        ("yesterday", "yesterday"),
        (5, 5),
        (True, True),
        (None, None),
    ],
)
@pytest.mark.parametrize(
    "name", ["createdAt", "created_on", "creationTimestamp", "created", "angelegtAm", "Erstelldatum"]
)
def test_a_time_is_written_in_the_form_that_it_had(name: str, old: Any, new: Any) -> None:
    row = {"id": 1, name: old}
    assert stamped(row, row, MADE, NOW * 10**9) == {"id": 1, name: new}
    assert stamped(row, row, CHANGED, NOW * 10**9) == row


def test_times_lie_in_folders_as_well_and_what_was_sent_stands() -> None:
    old = {"metadata": {"updated": "2020-01-01", "name": "x"}, "modified": "2020-01-01"}
    row = {**old, "modified": "2024-12-24"}
    assert stamped(row, old, CHANGED, NOW * 10**9) == {
        "metadata": {"updated": "2026-11-02", "name": "x"},
        "modified": "2024-12-24",
    }
