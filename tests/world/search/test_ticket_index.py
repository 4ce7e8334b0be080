import pytest

from vertrag.world.census.population import FIRST_TICKET
from vertrag.world.days import DAY
from vertrag.world.helpdesk.service import Ticket
from vertrag.world.search.ticket_columns import NOBODY, STATUSES
from vertrag.world.supplier import NOW_NS, Supplier

WORLD = Supplier(seed=3, customers=130)


def _tickets(world: Supplier) -> list[Ticket]:
    found = [world.ticket(number) for number in range(FIRST_TICKET, world.last_ticket_id + 1)]
    return [ticket for ticket in found if ticket is not None]


@pytest.mark.parametrize("days", [0, 3])
def test_the_youngest_rows_say_what_their_tickets_say_at_any_time(days: int) -> None:
    world = WORLD.at(NOW_NS + days * DAY)
    index = world.index()
    for ticket in _tickets(world)[-40:]:
        row = ticket.id - index.first_id
        assert STATUSES[index.columns.statuses[row]] == ticket.status
        assert index.columns.agents[row] == (ticket.agent_id or NOBODY)


def test_rows_follow_time() -> None:
    index, tickets = WORLD.index(), _tickets(WORLD)
    for row in (0, 17, len(tickets) - 1):
        assert index.row_at(tickets[row].created_ns) == row
        assert index.row_at(tickets[row].created_ns + 1) == row + 1
    since, until = tickets[5].created_ns, tickets[9].created_ns
    assert index.came_between(since, until).nonzero()[0].tolist() == [5, 6, 7, 8, 9]
    assert index.came_between(None, None).all()


def test_an_index_is_made_once_and_says_what_it_takes() -> None:
    assert WORLD.index() is WORLD.index()
    assert WORLD.index().size == 8 * len(_tickets(WORLD))


def test_more_tickets_are_put_where_they_belong() -> None:
    index, tickets = WORLD.index(), _tickets(WORLD)
    kept = index.all_rows()
    index.leave_out(kept, [tickets[0].id, 5])
    more = [(5, tickets[3].created_ns, 0), (9_999_999, NOW_NS, 3)]
    by_id = index.ordered(kept, "id", more).tolist()
    assert by_id == sorted(by_id)
    assert len(by_id) == len(tickets) + 1
    assert index.ordered(kept, "created", more).tolist()[2:4] == [5, tickets[3].id]
    assert index.ordered(kept, "priority", more).tolist()[-1] != 5
