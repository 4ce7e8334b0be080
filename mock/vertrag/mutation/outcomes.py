"""What became of each lie, and the score of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from vertrag.sabotage.way import Way

Verdict = Literal["killed", "timed out", "survived", "not applicable"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way, and whether the command saw it; it timed out where it took longer than it was allowed."""

    way: Way
    verdict: Verdict
    exit_code: int | None = None
    seconds: float = 0.0

    @property
    def is_seen(self) -> bool:
        """Whether the command noticed: a mock that makes tests hang does not pass them."""
        return self.verdict in ("killed", "timed out")


@dataclass(frozen=True, slots=True)
class Score:
    """The outcomes of a campaign."""

    outcomes: Sequence[Outcome]

    def count(self, *verdicts: Verdict) -> int:
        """How many have one of these verdicts."""
        return sum(outcome.verdict in verdicts for outcome in self.outcomes)

    @property
    def tried(self) -> int:
        """How many ways could apply."""
        return len(self.outcomes) - self.count("not applicable")

    @property
    def seen(self) -> int:
        """How many of those were noticed."""
        return sum(outcome.is_seen for outcome in self.outcomes)

    @property
    def percent(self) -> float:
        """The score: of a hundred lies that could be told, how many were noticed."""
        return 100 * self.seen / self.tried if self.tried else 0.0

    def as_json(self) -> dict[str, Any]:
        """The score for programs."""
        return {
            "score": round(self.percent, 1),
            "tried": self.tried,
            "killed": self.count("killed"),
            "timedOut": self.count("timed out"),
            "survived": self.count("survived"),
            "notApplicable": self.count("not applicable"),
            "ways": [_as_json(outcome) for outcome in self.outcomes],
        }


def _as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "code": outcome.way.code,
        "title": outcome.way.title,
        "category": outcome.way.category,
        "verdict": outcome.verdict,
        "exitCode": outcome.exit_code,
        "seconds": round(outcome.seconds, 1),
        "pardon": outcome.way.pardon,
    }
