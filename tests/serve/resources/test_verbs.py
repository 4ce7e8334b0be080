from typing import Any

import pytest

from vertrag.contract.inference.sites import form_of
from vertrag.serve.resources.verbs import enacted, verb_of

STATES = {"open", "cancelled", "Active", "denied", "shipped", "paid"}


def takes(row: Any) -> bool:
    return row["status"] in STATES and isinstance(row["locked"], bool)


@pytest.mark.parametrize(
    ("verb", "changed"),
    [
        ("cancel", {"status": "cancelled"}),
        ("activate", {"status": "Active"}),
        ("deny", {"status": "denied"}),
        ("ship", {"status": "shipped"}),
        ("pay", {"status": "paid"}),
        ("lock", {"locked": True}),
        ("unlock", {"locked": False}),
        ("sing", {}),
    ],
)
def test_a_verb_sets_what_it_names(verb: str, changed: dict[str, Any]) -> None:
    for locked in (True, False):
        row = {"status": "open", "locked": locked, "note": "x"}
        assert enacted(row, verb, takes) == row | changed


def test_a_status_that_may_be_anything_is_left_alone() -> None:
    row = {"status": "open"}
    assert enacted(row, "cancel", lambda _: True) is row


@pytest.mark.parametrize(
    ("path", "verb"),
    [
        ("/a/{id}/cancel", "cancel"),
        ("/a/{id}:publish", "publish"),
        ("/a/{id}", ""),
        ("/a/b", ""),
        ("/a/{id}/x_y", ""),
    ],
)
def test_a_verb_stands_alone_below_a_row(path: str, verb: str) -> None:
    assert verb_of(form_of(path)) == verb
