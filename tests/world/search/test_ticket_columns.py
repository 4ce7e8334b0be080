import pytest

from vertrag.world.census.households import FIRST_CUSTOMER
from vertrag.world.census.population import FIRST_TICKET, Population
from vertrag.world.helpdesk.glances import OVER
from vertrag.world.helpdesk.topics import topics
from vertrag.world.search.ticket_columns import CHANNELS, NOBODY, STATUSES, TicketColumns, draw_columns
from vertrag.world.supplier import NOW_NS, Supplier

TOPICS = list(topics())


def _drawn(population: Population) -> TicketColumns:
    return draw_columns(population.seed, population.arrivals, population.allotment, population.now_ns)


@pytest.mark.parametrize(("seed", "customers"), [(3, 131), (4, 8), (5, 1)])
def test_a_row_says_what_its_ticket_says(seed: int, customers: int) -> None:
    world = Supplier(seed, customers)
    columns = _drawn(world.index().population)
    assert columns.rows == world.last_ticket_id + 1 - FIRST_TICKET
    for row in range(0, columns.rows, 2):
        ticket = world.ticket(FIRST_TICKET + row)
        assert ticket is not None
        assert FIRST_CUSTOMER + int(columns.customers[row]) == ticket.customer_id
        assert TOPICS[columns.topics[row]] == ticket.topic
        assert CHANNELS[columns.channels[row]] == ticket.channel
        if ticket.created_ns < NOW_NS - OVER:
            assert STATUSES[columns.statuses[row]] == ticket.status
            assert columns.agents[row] == (ticket.agent_id or NOBODY)


def test_a_world_without_customers_has_no_rows() -> None:
    assert _drawn(Supplier(1, 0).index().population).rows == 0


def test_a_row_takes_eight_bytes() -> None:
    columns = _drawn(Supplier(0, 64).index().population)
    assert columns.size == columns.rows * 8
