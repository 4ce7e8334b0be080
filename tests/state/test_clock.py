import pytest

from vertrag.exchange import UNTOUCHED
from vertrag.state.clock import Clock, clock_of, set_clock
from vertrag.state.documents import Documents
from vertrag.state.store import Store


def test_a_clock_stands_still_unless_it_runs() -> None:
    assert (Clock(5).at(100), Clock(5, since_ns=90).at(100)) == (5, 15)
    assert (Clock(5).runs, Clock(5, 90).runs) == (False, True)


@pytest.mark.parametrize("clock", [Clock(5), Clock(5, 90), None])
def test_a_session_keeps_its_clock(store: Store, clock: Clock | None) -> None:
    with store.writing("a") as transaction:
        state = Documents(transaction)
        set_clock(state, Clock(1))
        set_clock(state, clock)
        assert clock_of(state) == clock


def test_a_session_that_nothing_was_written_to_has_none() -> None:
    assert clock_of(UNTOUCHED) is None
