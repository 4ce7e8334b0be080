"""What of a value that was sent is not in what came back: a row may say more, and texts may be tidied."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vertrag.contract.inference.moments import CHANGED
from vertrag.contract.inference.naming import is_secret, joined, words_of
from vertrag.contract.inference.positions import NOWHERE, Place, shown
from vertrag.oracles.spelling import as_json

_COUNTED = frozenset({"serial", "version", "revision", "generation"})
_DIGESTS = frozenset({"hash", "salt"})
_LIVE = frozenset({"activity", "active", "seen", "accessed", "access", "used"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two values differ."""

    place: Place
    sent: Any
    came: Any

    def __str__(self) -> str:
        return f"{shown(self.place)} is {as_json(self.came)} where {as_json(self.sent)} was sent"


def is_noted(difference: Difference) -> bool:
    """Whether servers say it, whatever a client sends: number and time of a write, secrets, digests."""
    name = str(difference.place[-1]) if difference.place else ""
    if joined(name) in CHANGED or is_secret(name) or not _DIGESTS.isdisjoint(words_of(name)[-1:]):
        return True
    are_numbers = type(difference.sent) is int and type(difference.came) is int
    return are_numbers and not _COUNTED.isdisjoint(words_of(name)[-1:])


def spoken(sent: Any) -> Any:
    """What was sent without its nulls: to many servers a null means that they may choose."""
    if isinstance(sent, dict):
        return {name: spoken(value) for name, value in sent.items() if value is not None}
    return [spoken(each) for each in sent] if isinstance(sent, list) else sent


def differences(sent: Any, came: Any, place: Place = ()) -> Iterator[Difference]:
    """Where what came contradicts what was sent; what does not come back contradicts nothing."""
    if sent is NOWHERE or came is NOWHERE:
        return
    if isinstance(sent, dict) and isinstance(came, dict):
        for name, value in sent.items():
            if name in came and not _is_live(name, value, came[name]):
                yield from differences(value, came[name], (*place, name))
    elif isinstance(sent, list) and isinstance(came, list):
        yield from _in_lists(sent, came, place)
    elif not same(sent, came) and not _is_expanded(sent, came):
        yield Difference(place, sent, came)


def vanished(before: Any, after: Any, names: Collection[str]) -> Iterator[str]:
    """Which of some members a row had, at any depth, with a value, and has no more."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in before.items():
            if name in names and value is not None and name not in after:
                yield f"{name} is gone where {as_json(value)} was"
            yield from vanished(value, after.get(name), names)


def leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """What is in an object and in the objects within it, with its place; lists are taken as a whole."""
    if not isinstance(value, dict):
        yield place, value
        return
    for name, inner in value.items():
        yield from leaves(inner, (*place, name))


def _in_lists(sent: list[Any], came: list[Any], place: Place) -> Iterator[Difference]:
    if _are_plain(sent) and _are_plain(came):
        # Rights, labels and tags are sets to many servers, which may add to them.
        if any(not any(same(one, other) for other in came) for one in sent):
            yield Difference(place, sent, came)
    elif len(sent) != len(came):
        yield Difference(place, sent, came)
    else:
        for index, (one, other) in enumerate(zip(sent, came, strict=True)):
            yield from differences(one, other, (*place, index))


def _are_plain(values: list[Any]) -> bool:
    return not any(isinstance(each, dict | list) for each in values)


def same(one: Any, other: Any) -> bool:
    """Whether two scalars say the same: texts by their words, numbers by value, instants by the moment."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0)
    if isinstance(one, str) and isinstance(other, str):
        return _is_tidied(one, other) or (_moment(one) is not None and _moment(one) == _moment(other))
    return bool(one == other)


def _is_expanded(sent: Any, came: Any) -> bool:
    """Whether a key that was sent comes back as the row that it names."""
    return isinstance(sent, str | int) and isinstance(came, dict) and same(sent, came.get("id"))


def _is_live(name: str, one: Any, other: Any) -> bool:
    """Whether a member tells when something last went on, which may move at any time: `last_activity`."""
    if _LIVE.isdisjoint(words_of(name)) or not isinstance(one, str) or not isinstance(other, str):
        return False
    return _moment(one) is not None and _moment(other) is not None


def _is_tidied(one: str, other: str) -> bool:
    """Whether two texts have the same words; those of one word, such as names of hosts, in any case."""
    words, others = one.split(), other.split()
    return words == others or (len(words) == 1 and one.strip().casefold() == other.strip().casefold())


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
