"""Where the ids in a request came from, so that it can be sent to a server that has none of them yet.

1. A value is known as an id when it follows, in a path, the name that ends the path whose answer it was in:
   what `POST /drafts` gave as 7 is the 7 of `/drafts/7`, and no other 7. Beside the path it is one under a
   name of the same thing, such as `draftId`.
2. What an id came from is sent first, and before it what that needs in turn.
3. A tag in a condition (`If-Match`, `If-None-Match`) is what an answer gave as `ETag`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson

from vertrag.contract.inference.keys import is_identifying
from vertrag.exchange import Headers
from vertrag.fuzz.asking.mentions import key_of, mentions, thing_of
from vertrag.fuzz.observations import Exchange, Sent

Trail = tuple[str | int, ...]
LOCATION = "Location"
"""The trail of an id that only the header tells."""

ETAG = "ETag"
"""The trail of the tag of a row, which its header tells."""

CONDITIONS = frozenset({"if-match", "if-none-match"})
_MOST_TAGS = 500
_NEW = 201
_FEW = 3
_DEEPEST = 3  # members down to an id: `data.customer.id`


@dataclass(frozen=True, slots=True)
class Take:
    """An id that is taken out of an answer: its name, where it lies, what it was once, and what it is of."""

    name: str
    trail: Trail
    value: str
    thing: str = ""

    @property
    def keys(self) -> tuple[str, str]:
        """What the id is found by in later requests: in paths, and elsewhere."""
        return self.value, key_of(self.thing, self.value)


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a reproducer and the ids that later ones need from its answer."""

    sent: Sent
    takes: tuple[Take, ...] = ()


@dataclass(slots=True)
class Origins:
    """Every id that was handed out so far, by the name that it follows, and what was deleted, by its path."""

    _born: dict[tuple[str, str], tuple[Exchange, Trail]] = field(default_factory=dict)
    _named: dict[str, tuple[Exchange, Trail]] = field(default_factory=dict)
    _deleted: dict[str, Sent] = field(default_factory=dict)
    _created: dict[str, list[Sent]] = field(default_factory=dict)
    _put: dict[str, Sent] = field(default_factory=dict)
    _tagged: dict[str, Exchange] = field(default_factory=dict)

    def note(self, exchange: Exchange) -> None:
        """Remember the ids in the answer to a request that may have created something, and its tag."""
        self._note_tag(exchange)
        if (
            exchange.sent.method in ("GET", "HEAD")
            or exchange.response is None
            or exchange.response.status >= 300
        ):
            return
        path = urlsplit(exchange.sent.url).path.rstrip("/")
        if exchange.sent.method == "DELETE":
            self._deleted[path] = exchange.sent
        if exchange.sent.method == "POST":
            self._created.setdefault(path, []).append(exchange.sent)
        if exchange.sent.method == "PUT" and exchange.response.status == _NEW:
            self._put[path] = exchange.sent
        collection = path.rpartition("/")[2]
        for trail, value in _ids(exchange):
            self._born[collection, value] = (exchange, trail)
            if is_identifying(str(trail[-1])) or trail == (LOCATION,):
                self._named[key_of(thing_of(collection), value)] = (exchange, trail)

    def _note_tag(self, exchange: Exchange) -> None:
        answer = exchange.response
        tag = found((ETAG,), answer.headers, b"") if answer is not None and answer.status < 300 else None
        if tag is not None:
            self._tagged[tag] = self._tagged.pop(tag, exchange)
            if len(self._tagged) > _MOST_TAGS:
                del self._tagged[next(iter(self._tagged))]

    def steps(self, sequence: Sequence[Sent]) -> tuple[Step, ...]:
        """The sequence, led by what its ids came from; each id is taken from the answer that has it."""
        ordered: list[Sent] = []
        takes: dict[Sent, list[Take]] = {}
        for sent in sequence:
            self._place(sent, ordered, takes)
        return tuple(
            Step(sent, tuple(each)) for sent, each in zip(ordered, _shared(ordered, takes), strict=True)
        )

    def creations(self, sent: Sent) -> list[Sent]:
        """The last few requests that created what a list shows."""
        return self._created.get(urlsplit(sent.url).path.rstrip("/"), [])[-_FEW:]

    def is_repeated(self, sent: Sent) -> bool:
        """Whether the same was created before."""
        path = urlsplit(sent.url).path.rstrip("/")
        return any((each.url, each.body) == (sent.url, sent.body) for each in self._created.get(path, ()))

    def deletion(self, sent: Sent) -> Sent | None:
        """What deleted the row that a request is about, or one above it; None where nothing did."""
        return _nearest(self._deleted, sent)

    def putting(self, sent: Sent) -> Sent | None:
        """The PUT that made the row that a request is about, or one above it; None where none did."""
        return _nearest(self._put, sent)

    def _place(self, sent: Sent, ordered: list[Sent], takes: dict[Sent, list[Take]], *waiting: Sent) -> None:
        """Put a request behind those that it needs; what is `waiting` for it, it cannot need itself."""
        for (exchange, trail), value, thing in self._needs(sent):
            if exchange.sent == sent or exchange.sent in waiting:
                continue
            if exchange.sent not in ordered:
                self._place(exchange.sent, ordered, takes, *waiting, sent)
            known = takes.setdefault(exchange.sent, [])
            if all(take.value != value for take in known):
                number = 1 + sum(map(len, takes.values()))
                known.append(Take(f"{'TAG' if trail == (ETAG,) else 'ID'}{number}", trail, value, thing))
        ordered.append(sent)

    def _needs(self, sent: Sent) -> Iterator[tuple[tuple[Exchange, Trail], str, str]]:
        """The answers that a request has ids from, each with the id and what it is one of."""
        for name, value in pairwise(urlsplit(sent.url).path.split("/")):
            if born := self._born.get((name, unquote(value))):
                yield born, value, thing_of(name)
        for name, value in sent.headers:
            if name.lower() in CONDITIONS and (tagged := self._tagged.get(value)):
                yield (tagged, (ETAG,)), value, ETAG
        for mention in mentions(sent):
            if born := self._named.get(mention.key):
                yield born, mention.value, mention.thing


def _nearest(known: Mapping[str, Sent], sent: Sent) -> Sent | None:
    """What is known of the path of a request, else of the next one above it."""
    path = urlsplit(sent.url).path.rstrip("/")
    while path and path not in known:
        path = path.rpartition("/")[0]
    return known.get(path)


def _shared(ordered: Sequence[Sent], takes: Mapping[Sent, Sequence[Take]]) -> Iterator[Sequence[Take]]:
    """What to take from each answer: of equal requests the first gives the first id, the last all others.

    Where a server takes the same only once, there is no more than the first.
    """
    given: Counter[Sent] = Counter()
    for index, sent in enumerate(ordered):
        ids, first = takes.get(sent, ()), given[sent]
        last = len(ids) if sent not in ordered[index + 1 :] else first + 1
        yield ids[first:last]
        given[sent] = last


def found(trail: Trail, headers: Headers, body: bytes) -> str | None:
    """The id or the tag at a trail of an answer; None where it is not there."""
    if trail in ((LOCATION,), (ETAG,)):
        text = next((text for name, text in headers if name == str(trail[0]).lower()), "")
        return (
            unquote(urlsplit(text).path.rstrip("/").rpartition("/")[2]) if trail == (LOCATION,) else text
        ) or None
    try:
        value = orjson.loads(body)
        for step in trail:
            value = value[step]
    except (orjson.JSONDecodeError, LookupError, TypeError):
        return None
    return str(value)


def _last_segment(location: str) -> str:
    return urlsplit(location).path.rstrip("/").rpartition("/")[2]


def _ids(exchange: Exchange) -> Iterator[tuple[Trail, str]]:
    response = exchange.response
    if response is None:
        return
    if last := found((LOCATION,), response.headers, b""):
        yield (LOCATION,), last
    try:
        yield from _scalars(orjson.loads(response.body), ())
    except orjson.JSONDecodeError:
        return


def _scalars(value: Any, trail: Trail) -> Iterator[tuple[Trail, str]]:
    if isinstance(value, dict) and len(trail) < _DEEPEST:
        for name, member in value.items():
            yield from _scalars(member, (*trail, name))
    elif isinstance(value, str | int) and not isinstance(value, bool) and trail:
        yield trail, str(value)
