"""The clock of a session: stands still at an instant, or runs on from one."""

from dataclasses import dataclass
from typing import Final

from vertrag.exchange import State

CLOCKS: Final = ".clocks"
"""The kind of document that holds a session's clock; a world without one stands at its own instant."""
_KEY = "now"


@dataclass(frozen=True, slots=True)
class Clock:
    """Shows `shown_ns`; one that runs showed it when real time was `since_ns`. All Unix nanoseconds."""

    shown_ns: int
    since_ns: int | None = None

    @property
    def runs(self) -> bool:
        """Whether it shows something else each time."""
        return self.since_ns is not None

    def at(self, real_ns: int) -> int:
        """What it shows at an instant of real time."""
        return self.shown_ns if self.since_ns is None else self.shown_ns + real_ns - self.since_ns


def clock_of(state: State) -> Clock | None:
    """The clock of a session, None where nobody set one."""
    match state.get(CLOCKS, _KEY):
        case [int(shown_ns), int() | None as since_ns]:
            return Clock(shown_ns, since_ns)
    return None


def set_clock(state: State, clock: Clock | None) -> None:
    """Set the clock of a session, or take it away."""
    if clock is None:
        state.delete(CLOCKS, _KEY)
    else:
        state.put(CLOCKS, _KEY, [clock.shown_ns, clock.since_ns])
