"""What a check of answers sees and says: the answers about one ticket, and a rule over them.

Laws
1. A check sees answers and nothing else, so it can judge any implementation, not only ours.
2. A check whose answers are not at hand does not run; else it yields a sentence for each breach of its rule.
3. `apply` says how far a check reaches: "any" may fail a real implementation, "warn" may only be reported
   there, "mock" holds of our own world alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Json = Any
Scope = Literal["E", "S", "Z", "X"]
Apply = Literal["any", "warn", "mock"]


@dataclass(frozen=True, slots=True)
class Dossier:
    """The answers about one ticket; what was not asked for is None or empty.

    `ticket`, `history`, `conversation` are enneo's, `pages` pairs of (limit, offset) and a page of that
    history, `others` tickets by id. `post`, `log`, `replies` are Socialboards', `filtered_log` the log by
    action types. `case`, `events`, `threads`, `comments` are Zoho's, `filtered_events` pairs of filters and
    what they leave. Lists are whole, not pages.
    """

    ticket: Json = None
    history: Json = None
    conversation: Json = None
    pages: Sequence[tuple[tuple[int, int], Json]] = ()
    others: Mapping[int, Json] = field(default_factory=dict)
    post: Json = None
    log: Json = None
    replies: Json = None
    filtered_log: Sequence[tuple[Sequence[str], Json]] = ()
    case: Json = None
    events: Json = None
    threads: Json = None
    comments: Json = None
    filtered_events: Sequence[tuple[Mapping[str, str], Json]] = ()


Check = Callable[[Dossier], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule over the answers that it needs, by the names of a dossier's fields."""

    code: str
    scope: Scope
    apply: Apply
    rule: str
    needs: tuple[str, ...]
    check: Check

    def breaches(self, dossier: Dossier) -> list[str]:
        """What breaks the rule; nothing where an answer that it needs is missing."""
        if any(getattr(dossier, name) is None for name in self.needs):
            return []
        return list(self.check(dossier))
