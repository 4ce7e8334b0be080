"""Reads the journal: what was asked and answered, and whether it was what a test expects."""

from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from vertrag.control.steering import NAMELESS
from vertrag.exchange import Call, Reply
from vertrag.journal import Journal, Question
from vertrag.state.sessions import SHARED

SHOWN: Final = 20  # exchanges that a verification shows of those that it counts


@dataclass(frozen=True, slots=True)
class Verification:
    """The deeds on the journal of a server."""

    kept: Journal

    def journal(self, call: Call) -> Reply:
        """The last exchanges, newest first."""
        asked = dict(call.arguments)
        limit = asked.pop("limit", 100)
        found = islice(self.kept.exchanges(_question(asked)), limit)
        return Reply({"exchanges": [noted.shown() for noted in found]})

    def cleared(self, _: Call) -> Reply:
        """The exchanges are forgotten."""
        self.kept.clear()
        return Reply(None, 204)

    def verified(self, call: Call) -> Reply:
        """Whether as many exchanges fit as the body of the call wants: at least one, unless it says else."""
        asked = dict(call.body)
        most = asked.pop("atMost", None)
        least = asked.pop("atLeast", 1 if most is None else 0)
        found = list(self.kept.exchanges(_question(asked)))
        holds = least <= len(found) and (most is None or len(found) <= most)
        shown = [noted.shown() for noted in found[:SHOWN]]
        return Reply({"holds": holds, "count": len(found), "exchanges": shown})


def _question(asked: dict[str, Any]) -> Question:
    if asked.get("session") == NAMELESS:
        asked["session"] = SHARED
    return Question(**asked)
