from dataclasses import replace
from datetime import timedelta

import pytest

from vertrag.world.census.personas import Cast
from vertrag.world.days import DAY
from vertrag.world.helpdesk.circumstances import CIRCUMSTANCES, holds
from vertrag.world.helpdesk.correspondence import Correspondence
from vertrag.world.helpdesk.facts import Case, Facts
from vertrag.world.helpdesk.service import Channel
from vertrag.world.helpdesk.topics import topics
from vertrag.world.supplier import NOW_NS, Supplier
from vertrag.world.supply.contracts import FeedIn, Relief

WORLD = Supplier(2, 400)
CASES = [case for n in range(1_000_001, WORLD.last_ticket_id + 1, 2) if (case := WORLD._case(n))]  # noqa: SLF001


def _tom() -> Case:
    case = Cast(1, NOW_NS).case(376189)
    assert case is not None
    return replace(case, own={})


@pytest.mark.parametrize("name", sorted(CIRCUMSTANCES))
def test_a_circumstance_holds_or_does_not(name: str) -> None:
    for case in CASES[:200]:
        assert holds(case, name) != holds(case, f"not {name}")


def test_texts_name_only_circumstances_that_exist() -> None:
    channels: tuple[Channel, ...] = ("email", "chat", "phone", "system")
    named = {row["when"] for topic in topics().values() for row in topic.instead}
    for topic in topics().values():
        phrases = [phrase for channel in channels for phrase in topic.phrases(channel, business=False)]
        named |= {phrase.when for phrase in phrases if phrase.when}
    assert {name.removeprefix("not ") for name in named} == CIRCUMSTANCES


def test_no_text_takes_for_granted_what_is_not_so() -> None:
    for case in CASES:
        texts = Correspondence(case)
        assert texts._suits(texts._phrase()) or "text" in texts._own()  # noqa: SLF001 - as it is drawn


def test_who_has_no_photovoltaics_writes_of_a_plan() -> None:
    for case in CASES:
        if case.topic.code == "pv_feed_in" and case.contract.feed_in is None:
            assert "unsere PV-Anlage" not in Correspondence(case).opening()


def test_a_device_is_there_from_its_first_day() -> None:
    case = _tom()
    sunny = replace(case.contract, feed_in=FeedIn(7_200, case.day))
    assert holds(replace(case, contract=sunny), "with the sun")
    assert not holds(replace(case, contract=sunny, created_ns=case.created_ns - DAY), "with the sun")
    assert Facts(replace(case, contract=sunny))["kwp"] == "7,2"
    charging = replace(case.contract, relief=Relief("wallbox", 1, case.day + timedelta(days=1)))
    assert not holds(replace(case, contract=charging), "with a device")


def test_energy_is_called_dearer_only_before_the_price_rises() -> None:
    dearer = [case for case in CASES if holds(case, "dearer soon")]
    assert dearer
    for case in dearer:
        now, then = (case.contract.prices(day)[-1] for day in (case.day, case.day + timedelta(days=31)))
        assert now.working < then.working
