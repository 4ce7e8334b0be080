"""What a check of answers sees and says: the answers about one ticket, and a rule over them.

Laws
1. A check sees answers and nothing else, so it can judge any implementation, not only ours.
2. A check whose answers are not at hand, or lack a member that it reads, does not run; else it yields a
   sentence for each breach of its rule.
3. `apply` says how far a check reaches: "any" may fail a real implementation, "warn" may only be reported
   there, "mock" holds of our own world alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

Json = Any
Scope = Literal["E", "S", "Z", "X"]
Apply = Literal["any", "warn", "mock"]


@dataclass(frozen=True, slots=True)
class Dossier:
    """The answers about one ticket; what was not asked for is None or empty.

    `ticket`, `history`, `conversation` are enneo's, `pages` pairs of (limit, offset) and a page of that
    history, `others` tickets by id, `contracts` those of the customer with their `rawData`. `post`, `log`,
    `replies` are Socialboards', `filtered_log` the log by action types, `envelopes` pairs of a status and the
    whole answer. `case`, `events`, `threads`, `comments`, `contact` are Zoho's, `filtered_events` pairs of
    filters and what they leave. Lists are whole, not pages. `again` are questions with both answers to asking
    twice, `changes` places with what was written and what they say afterwards.
    """

    ticket: Json = None
    history: Json = None
    conversation: Json = None
    pages: Sequence[tuple[tuple[int, int], Json]] = ()
    others: Mapping[int, Json] = field(default_factory=dict)
    contracts: Json = None
    post: Json = None
    log: Json = None
    replies: Json = None
    filtered_log: Sequence[tuple[Sequence[str], Json]] = ()
    case: Json = None
    events: Json = None
    threads: Json = None
    comments: Json = None
    filtered_events: Sequence[tuple[Mapping[str, str], Json]] = ()
    contact: Json = None
    envelopes: Sequence[tuple[int, Json]] = ()
    again: Sequence[tuple[str, Json, Json]] = ()
    changes: Sequence[tuple[str, Json, Json]] = ()

    def everything(self) -> list[Json]:
        """All answers."""
        return [getattr(self, each.name) for each in fields(self)]


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
        """What breaks the rule; nothing where an answer that it needs, or a member of it, is missing."""
        if any(getattr(dossier, name) is None for name in self.needs):
            return []
        try:
            return list(self.check(dossier))
        except (LookupError, TypeError, ValueError, AttributeError):
            return []  # not the form that the document describes, which its own judge says
