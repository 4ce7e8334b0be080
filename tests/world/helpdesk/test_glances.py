import pytest

from vertrag.world.days import DAY
from vertrag.world.supplier import NOW_NS, Supplier

WORLD = Supplier(11, 400)


@pytest.mark.parametrize("days", [-30, 0, 60])
def test_a_glance_says_what_the_told_ticket_says(days: int) -> None:
    now_ns = NOW_NS + days * DAY
    world = WORLD.at(now_ns)
    for number in (*range(world.last_ticket_id, world.last_ticket_id - 300, -3), *world.pinned_tickets()):
        ticket = world.ticket(number)
        if ticket is not None:
            lines = [line for line in world.timeline(ticket.customer_id) if line.ticket_id == number]
            assert lines == [ticket.interaction]
