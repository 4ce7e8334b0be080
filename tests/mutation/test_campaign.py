from collections.abc import Sequence
from pathlib import Path

import pytest

from vertrag.config import ServeSettings
from vertrag.errors import UsageError
from vertrag.mutation.campaign import Campaign
from vertrag.mutation.trial import Run

SHOP = str(Path(__file__).parent.parent / "sabotage" / "shop.yaml")
ZOO = str(Path(__file__).parent.parent / "serve" / "resources" / "zoo.yaml")


def campaign(*only: str, **codes: int | None) -> Campaign:
    """One whose command ends with these exit codes by the way, and well with any other."""

    def attempt(settings: ServeSettings, command: Sequence[str], limit: float) -> Run:
        assert (settings.documents, list(command), limit) == ((SHOP,), ["check"], 9)
        return Run(codes.get("".join(settings.sabotage) or "honest", 0), "said this", 1.0)

    return Campaign(ServeSettings(documents=(SHOP,)), ["check"], only, 9, 2, attempt)


def test_each_way_is_killed_or_survives_in_the_order_of_the_codes() -> None:
    tried = campaign("S10", S101=1, S102=None, S105=2)
    found = [(each.way.code, each.verdict) for each in tried.outcomes()]
    assert found[:5] == [
        ("S101", "killed"),
        ("S102", "timed out"),
        ("S103", "survived"),
        ("S104", "survived"),
        ("S105", "killed"),
    ]
    assert len(found) == 9


def test_what_has_nothing_to_lie_about_is_not_tried() -> None:
    settings = ServeSettings(documents=(ZOO,))
    (outcome,) = Campaign(settings, ["check"], ["s315"], attempt=lambda *_: Run(0, "", 0)).outcomes()
    assert outcome.verdict == "not applicable"


@pytest.mark.parametrize(
    ("code", "words"), [(1, r"fails \(exit code 1\)"), (None, "does not end within 9 s")]
)
def test_a_command_has_to_pass_the_honest_mock(code: int | None, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        next(campaign("S101", honest=code).outcomes())
