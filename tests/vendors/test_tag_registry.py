"""The tags that a session knows."""

import pytest

from vertrag.errors import Refused
from vertrag.exchange import State
from vertrag.vendors.desk import Desk
from vertrag.vendors.tag_registry import known_tags, make_tag, names_of, tags_by_name
from vertrag.world.supplier import Supplier

FACTS = {
    "name": "Neu",
    "parent": None,
    "reference": "ticket",
    "type": "other",
    "visibility": "public",
    "color": "red",
    "sla": 8,
}


def test_every_tag_that_a_ticket_can_carry_is_known(world: Supplier, state: State) -> None:
    known = tags_by_name(Desk(world, state))
    assert set(world.tag_names()) < set(known)
    assert {known[name].parent for name in world.tag_names()} <= {tag.id for tag in known.values()}


def test_a_made_tag_is_known_from_then_on(world: Supplier, state: State) -> None:
    desk = Desk(world, state)
    tag = make_tag(desk, FACTS)
    assert known_tags(desk)[-1] == tag
    assert names_of(desk, [tag.id, 1, tag.id]) == ["Neu", "Zählerstand"]
    with pytest.raises(Refused, match="already"):
        make_tag(desk, FACTS)


def test_an_id_of_no_tag_is_refused(world: Supplier, state: State) -> None:
    with pytest.raises(Refused, match="no tag 99"):
        names_of(Desk(world, state), [1, 99])
