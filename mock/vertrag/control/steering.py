"""Steers sessions: shows them, undoes them, saves and restores them, and sets their clocks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from typing import Any, Final

from vertrag.control.scenario import arrival_of, documents_in, rows_in
from vertrag.control.surface import Surface
from vertrag.errors import Refused
from vertrag.exchange import GONE, Call, Reply, State
from vertrag.faults.fault import FAULTS, from_dict
from vertrag.journal import Journal
from vertrag.serialization import from_json
from vertrag.state.clock import Clock, clock_of, set_clock
from vertrag.state.documents import Documents, ReadDocuments
from vertrag.state.sessions import SHARED, Sessions
from vertrag.state.store import DELETED, Session, Transaction

NAMELESS: Final = "~"
"""What the control API calls the session that all share who name none."""

_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""What a clock may show; every vendor can write it."""


@dataclass(frozen=True, slots=True)
class Steering:
    """The deeds on the sessions of a server."""

    sessions: Sessions
    journal: Journal
    surface: Surface

    def listed(self, _: Call) -> Reply:
        """All sessions that changed something."""
        return Reply({"sessions": [self._shown(each.name, each) for each in self.sessions.store.sessions()]})

    def shown(self, call: Call) -> Reply:
        """One session."""
        return self._replied(session_in(call))

    def deleted(self, call: Call) -> Reply:
        """The session is as new."""
        session = session_in(call)
        self.sessions.store.forget(session)
        self.sessions.ordeals.forget(session)
        self.journal.clear(session)
        return Reply(None, 204)

    def snapshot(self, call: Call) -> Reply:
        """Everything that the session changed."""
        with self.sessions.store.reading(session_in(call)) as rows:
            return Reply({"documents": [_document(*row) for row in rows.everything()]})

    def restored(self, call: Call) -> Reply:
        """The session has the documents of the body, and nothing else."""
        with self._writing(session_in(call)) as transaction:
            transaction.clear()
            for document in documents_in(call.body):
                transaction.put(*document)
        self.sessions.ordeals.forget(session_in(call))
        return self._replied(session_in(call))

    def loaded(self, call: Call) -> Reply:
        """What the scenario of the body says is added to what the session has."""
        said, session = call.body, session_in(call)
        clock = self._clock(said["clock"]) if "clock" in said else None
        if "persona" in said and clock is None:
            clock = Clock(arrival_of(said["persona"], self.sessions.world))
        with self._writing(session) as transaction:
            for document in (*documents_in(said), *rows_in(said, self.surface)):
                transaction.put(*document)
            for fault in said.get("faults", ()):
                self._plan(Documents(transaction), fault)
            if clock is not None:
                set_clock(Documents(transaction), clock)
        return self._replied(session)

    def clock_set(self, call: Call) -> Reply:
        """The clock shows the time of the body, or real time, and stands still or runs."""
        return self._set(call, self._clock(call.body))

    def clock_reset(self, call: Call) -> Reply:
        """The clock shows the world's own time."""
        return self._set(call, None)

    def travelled(self, call: Call) -> Reply:
        """The clock shows another time, that much later or earlier, and stands or runs as before."""
        session, real_ns = session_in(call), int(self.sessions.now() * 1e9)
        with self.sessions.store.reading(session) as rows:
            clock = clock_of(ReadDocuments(rows)) or Clock(self.sessions.world.now_ns)
        amount = timedelta(**{unit: call.body.get(unit, 0) for unit in ("days", "hours", "seconds")})
        shown_ns = clock.at(real_ns) + int(amount.total_seconds()) * 10**9
        return self._set(call, Clock(_possible(shown_ns), real_ns if clock.runs else None))

    def faults(self, call: Call) -> Reply:
        """What goes wrong in the session."""
        with self.sessions.store.reading(session_in(call)) as rows:
            written = ReadDocuments(rows).items(FAULTS)
        return Reply({"faults": [fault for _, fault in written if fault is not GONE]})

    def fault_added(self, call: Call) -> Reply:
        """The fault of the body is planned."""
        with self._writing(session_in(call)) as transaction:
            self._plan(Documents(transaction), call.body)
        return self.faults(call)

    def faults_cleared(self, call: Call) -> Reply:
        """Nothing goes wrong any more."""
        with self._writing(session_in(call)) as transaction:
            state = Documents(transaction)
            for key, _ in state.items(FAULTS):
                state.delete(FAULTS, key)
        return self.faults(call)

    def _plan(self, state: State, fault: Mapping[str, Any]) -> None:
        """Write a fault; `Refused` where it is none, which undoes what was written before it."""
        try:
            name = from_dict(fault).operation
        except ValueError as error:
            raise Refused(422, f"{error}.") from None
        if name and name not in self.surface.operations:
            near = get_close_matches(name, sorted(self.surface.operations), n=1)
            meant = f" Did you mean {near[0]!r}?" if near else ""
            raise Refused(422, f"No operation is called {name!r}.{meant}")
        state.put(FAULTS, str(state.next_number(FAULTS, 1)), fault)

    def _clock(self, said: Mapping[str, Any]) -> Clock:
        real_ns = int(self.sessions.now() * 1e9)
        shown_ns = _instant(said["now"]) if said.get("now") else real_ns
        return Clock(shown_ns, real_ns if said.get("runs") else None)

    def _set(self, call: Call, clock: Clock | None) -> Reply:
        with self._writing(session_in(call)) as transaction:
            set_clock(Documents(transaction), clock)
        return self._replied(session_in(call))

    @contextmanager
    def _writing(self, session: str) -> Iterator[Transaction]:
        self.sessions.seen(session)
        with self.sessions.store.writing(session) as transaction:
            yield transaction
            transaction.commit()

    def _replied(self, session: str) -> Reply:
        kept = next((each for each in self.sessions.store.sessions() if each.name == session), None)
        return Reply(self._shown(session, kept))

    def _shown(self, session: str, kept: Session | None) -> Mapping[str, Any]:
        with self.sessions.store.reading(session) as rows:
            state: State = ReadDocuments(rows)
            clock = clock_of(state)
            now_ns: int = self.sessions.world_of(state).now_ns
        return {
            "name": session or NAMELESS,
            "changed": kept is not None,
            "documents": kept.rows if kept else 0,
            "used": kept.used if kept else None,
            "now": datetime.fromtimestamp(now_ns // 10**9, UTC).isoformat(),
            "clock": "world" if clock is None else "running" if clock.runs else "still",
        }


def session_in(call: Call) -> str:
    """The session that the path or the query of a call to the control API names."""
    name: str = call.arguments["session"]
    return SHARED if name == NAMELESS else name


def _document(kind: str, key: str, content: bytes) -> dict[str, Any]:
    named = {"kind": kind, "key": key}
    return {**named, "value": from_json(content)} if content != DELETED else named


def _instant(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:  # such as the 60th second that RFC 3339 allows
        raise Refused(422, f"{text} is no time of a calendar.") from None
    return _possible(int(moment.timestamp()) * 10**9)


def _possible(instant_ns: int) -> int:
    if not _FIRST.timestamp() * 1e9 <= instant_ns < _LAST.timestamp() * 1e9:
        raise Refused(422, f"A clock shows times from {_FIRST.year} to {_LAST.year}.")
    return instant_ns
