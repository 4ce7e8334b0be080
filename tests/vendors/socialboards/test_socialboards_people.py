"""The team and the customers as users."""

from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import UNTOUCHED
from vertrag.vendors.desk import Desk
from vertrag.vendors.socialboards.socialboards_people import shown_actor, teammate
from vertrag.world.supplier import Supplier


def test_groups_divide_the_team(ask: Any, faults: Any) -> None:
    everybody = ask("socialboards", "getTeammates")["data"]
    groups = [ask("socialboards", "getTeammates", group=number)["data"] for number in range(1, 30)]
    assert sum(map(len, groups)) == len(everybody)
    assert groups[0]
    assert [fault for each in everybody for fault in faults("socialboards", "Teammate", each)] == []


def test_a_teammate_is_found_by_uuid_however_it_is_written(world: Supplier) -> None:
    desk, agent = Desk(world, UNTOUCHED), world.agents()[3]
    assert teammate(desk, agent.uuid.upper()) == agent
    with pytest.raises(Refused, match="nobody"):
        teammate(desk, "00000000-0000-0000-0000-000000000000")


def test_whoever_acts_is_a_user(world: Supplier, faults: Any) -> None:
    desk = Desk(world, UNTOUCHED)
    ticket = desk.find(376189)
    users = [shown_actor(desk, ticket, event.actor) for event in ticket.events]
    assert [fault for user in users for fault in faults("socialboards", "User", user)] == []
    assert {user["status"] for user in users} == {"client", "team"}
    assert {user["isBot"] for user in users} == {True, False}
