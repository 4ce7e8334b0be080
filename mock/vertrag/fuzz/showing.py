"""Shows a complaint again on the spot, and writes the script with which anybody can."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vertrag.fuzz.client import Send, replay
from vertrag.fuzz.observations import Complaint, Exchange
from vertrag.fuzz.origins import Origins, Step
from vertrag.fuzz.reporting.redaction import Redaction
from vertrag.fuzz.reporting.reproducer import script

_LONGEST = 25  # requests of a reproducer; more are no reproducer and cost the run its time

Likeness = Callable[[Exchange], object]
"""What must be the same when a complaint shows again."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether a complaint showed again (None: it was not tried), and the script that shows it."""

    steady: bool | None = None
    script: str = ""


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows complaints of one run: `likeness` says what of an exchange must come again."""

    send: Send
    origins: Origins
    base_url: str
    redaction: Redaction
    likeness: Likeness

    def show(self, complaint: Complaint) -> Shown:
        """Send what led to the complaint again, and compare."""
        steps = self.origins.steps([*(each.sent for each in complaint.before), complaint.sent])
        if len(steps) > _LONGEST:
            return Shown()
        steady = self._again(complaint, steps) if complaint.steady is None else complaint.steady
        return Shown(steady, script(_heading(complaint), steps, self.base_url, self.redaction))

    def _again(self, complaint: Complaint, steps: Sequence[Step]) -> bool:
        again = replay(steps, self.send)
        seen = Exchange(complaint.sent, complaint.response)
        return again is not None and self.likeness(again) == self.likeness(seen)


def _heading(complaint: Complaint) -> str:
    said = f"{complaint.title} ({complaint.code}): {complaint.operation}"
    return f"{said}\nexpected: {complaint.expected}\ngot: {complaint.actual}"
