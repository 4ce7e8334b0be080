from dataclasses import dataclass

import pytest

from vertrag.state.clock import Clock, set_clock
from vertrag.state.documents import Documents
from vertrag.state.memory_store import MemoryStore
from vertrag.state.sessions import SHARED, Sessions

HOUR_NS = 3_600_000_000_000


class Time:
    """Real time as the tests would have it."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def write(sessions: Sessions, session: str) -> None:
    sessions.seen(session)
    with sessions.store.writing(session) as transaction:
        Documents(transaction).put("pet", "1", {})
        transaction.commit()


def test_a_session_is_forgotten_once_nobody_used_it_for_its_lifetime() -> None:
    time = Time()
    sessions = Sessions(store=MemoryStore(time), lifetime=100, now=time)
    for session in (SHARED, "a", "b"):
        write(sessions, session)
    for _ in range(15):
        time.seconds += 10
        sessions.seen("b")
    assert [each.name for each in sessions.store.sessions()] == [SHARED, "b"]


def test_without_a_lifetime_nothing_is_forgotten() -> None:
    time = Time()
    sessions = Sessions(store=MemoryStore(time), lifetime=0, now=time)
    write(sessions, "a")
    time.seconds += 10**9
    sessions.seen("b")
    assert sessions.store.version("a") != 0


@dataclass(frozen=True)
class World:
    """A world by its clock."""

    now_ns: int = 7 * HOUR_NS

    def at(self, now_ns: int) -> "World":
        return World(now_ns)


@pytest.mark.parametrize(("since_ns", "passed"), [(None, 0), (1000 * 10**9, 60 * 10**9)])
def test_a_session_sees_the_world_at_the_time_of_its_clock(since_ns: int | None, passed: int) -> None:
    time = Time()
    sessions = Sessions(World(), now=time)
    shown = sessions.world.now_ns + HOUR_NS
    with sessions.store.writing("a") as transaction:
        state = Documents(transaction)
        set_clock(state, Clock(shown, since_ns))
        time.seconds += 60
        assert sessions.world_of(state).now_ns == shown + passed
        assert sessions.time_passes(state) is (since_ns is not None)
        set_clock(state, None)
        assert sessions.world_of(state) is sessions.world
