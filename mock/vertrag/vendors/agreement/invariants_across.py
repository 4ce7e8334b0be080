"""Invariants I26, I48 to I50: what every API says of its times, and what all of them say of one ticket."""

from collections.abc import Iterator
from datetime import UTC, datetime

from vertrag.vendors.agreement.dossier import Dossier, Invariant

_STATUSES = {"open": ("open", "Open"), "pending": ("pending", "On Hold"), "closed": ("completed", "Closed")}


def times_are_in_order(dossier: Dossier) -> Iterator[str]:
    """I26."""
    views = [
        (dossier.ticket, "closedAt", "createdAt", "modifiedAt", "closed"),
        (dossier.case, "closedTime", "createdTime", "modifiedTime", "Closed"),
    ]
    for view, closed, created, modified, word in views:
        if view is None:
            continue
        if (view[closed] is None) != (view["status"] != word):
            yield f"status {view['status']} with {closed} {view[closed]}"
        for later in (closed, modified):
            if view[later] is not None and view[later] < view[created]:
                yield f"{later} before {created}"


def one_creation(dossier: Dossier) -> Iterator[str]:
    """I48."""
    seconds = {
        entry["createdAt"] for entry in dossier.history["history"] if entry["id"] == dossier.ticket["id"]
    }
    seconds |= {_second(dossier.post["creationTime"]), _second(dossier.case["createdTime"])}
    if len(seconds) != 1:
        yield f"created at {sorted(seconds)}"


def one_status(dossier: Dossier) -> Iterator[str]:
    """I49."""
    shown = (dossier.post["status"], dossier.case["status"])
    if shown != _STATUSES[dossier.ticket["status"]]:
        yield f"{dossier.ticket['status']} is shown as {shown}"
    public = sum(not each["private"] for each in dossier.conversation["conversations"])
    counts = (public, len(dossier.replies) + 1, len(dossier.threads))
    if len(set(counts)) != 1:
        yield f"messages are counted as {counts}"


def told_again(dossier: Dossier) -> Iterator[str]:
    """I50."""
    for question, first, second in dossier.again:
        if first != second:
            yield f"{question} was answered otherwise when asked again"
    for place, written, seen in dossier.changes:
        if seen != written:
            yield f"{place} says {seen} after {written} was written"


def _second(text: str) -> int:
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp())


_ALL = ("ticket", "history", "post", "case")
ACROSS = (
    Invariant("I26", "X", "warn", "closed if and only if closedAt; times in order", (), times_are_in_order),
    Invariant("I48", "X", "mock", "one ticket has one creation", _ALL, one_creation),
    Invariant(
        "I49",
        "X",
        "mock",
        "one status, one number of messages",
        (*_ALL, "conversation", "replies", "threads"),
        one_status,
    ),
    Invariant("I50", "X", "mock", "asked twice the same; what was written is seen", (), told_again),
)
