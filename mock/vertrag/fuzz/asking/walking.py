"""Walks over every resource before the engine starts, and sees that there are rows for it to meet.

1. Nothing is sent that may change data unless writes are allowed.
2. When the server stops answering the run is over (`lost` says so); when the time is up, the engine says so.
3. What a walk created is deleted when it is through, and what is left at the end, where the document offers a
   way; time is kept for that.
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from vertrag.contract.inference.resources import Resource
from vertrag.exchange import Request, Response
from vertrag.fuzz.asking.client import Send
from vertrag.fuzz.asking.given import Values
from vertrag.fuzz.asking.seeding import Seeds, seeds
from vertrag.fuzz.judging.breaches import Observer
from vertrag.fuzz.judging.complaining import CRASHED
from vertrag.fuzz.observations import (
    ANY_OPERATION,
    TIME_LIMIT,
    Attempt,
    Complaint,
    Observation,
    PhaseBegun,
    ScenarioBegun,
    ScenarioEnded,
    Sent,
    TroubleMet,
)
from vertrag.oracles.conversation.lone import lone
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.journeys.walks import Walk, is_hopeless, rounds_for, walked

_SHARE = 0.4  # of the time that is left: the engine meets operations that no walk comes by
_SILENT = 3  # requests without an answer in a row: nobody is there


class _Over(Exception):  # noqa: N818 - says what is so
    """The walks have to end."""


def _to_walk(grounds: Grounds) -> Iterator[Resource]:
    yield from grounds.resources.by_name.values()
    by_themselves = lone(grounds)
    if by_themselves is not None:
        yield by_themselves


def _labels(resource: Resource) -> Iterator[str]:
    return (deed.operation.label for deed in resource.deeds)


@dataclass(slots=True)
class Walker:
    """Walks with one connection; `deadline` is on the `clock`, None for none.

    `labels` are those of the operations that are tested, None for all: the others are only used.
    `codes` are those of the laws that are asked about, none for all.
    """

    observer: Observer
    post: Send
    deadline: float | None = None
    labels: frozenset[str] | None = None
    codes: tuple[str, ...] = ()
    clock: Callable[[], float] = time.monotonic
    lost: str = ""
    _attempts: list[Attempt] = field(default_factory=list)
    _crashes: dict[str, list[Complaint]] = field(default_factory=dict)
    _hopeless: set[str] = field(default_factory=set)
    is_walking: bool = False
    _at: str = ""
    _silent: int = 0
    _asked: int = 0
    _waited: float = 0.0

    def observe(self, talk: Talk) -> Iterator[Observation]:
        """All walks over all resources, parents first, then over what belongs to none, as observations.

        The long walk comes when all others are through. Where time is limited each resource gets its part of
        what is left: one that is slow leaves the others theirs.
        """
        yield PhaseBegun("walks")
        self.is_walking = True
        began, whole, is_cut = self.clock(), self.deadline, False
        resources = [each for each in _to_walk(talk.grounds) if any(map(self._wants, _labels(each)))]
        try:
            rounds = rounds_for(self.codes)
            turns = [(ways, resource) for ways in rounds for resource in resources]
            for index, (ways, resource) in enumerate(turns):
                if whole is not None:
                    now = self.clock()
                    left = began + (whole - began) * _SHARE - now
                    self.deadline = now + left / (len(turns) - index)
                if resource.name in self._hopeless:
                    continue
                yield ScenarioBegun(resource.name)
                is_cut = (yield from self._walk(talk, resource, ways)) or is_cut
                if self.lost:
                    break
                if ways is rounds[-1]:
                    yield from self._with_crashes(resource.name)
        finally:
            self.deadline = whole
        yield from self._with_crashes(*self._crashes)
        self.is_walking = False
        if is_cut and not self.lost:
            yield TroubleMet(ANY_OPERATION, TIME_LIMIT, "the walks were not through in their share of it")

    def _walk(
        self, talk: Talk, resource: Resource, ways: Iterable[Walk]
    ) -> Generator[Observation, None, bool]:
        """Some walks over one resource, and whether they had to end before they were through."""
        self._at = resource.name
        try:
            for found in walked(talk, resource, ways):
                complaints = (self.observer.on_walk(each) for each in found)
                yield self._ended(each for each in complaints if self._wants(each.operation))
                self._hopeless |= {resource.name} if is_hopeless(found) else set()
                talk.tidy()  # lists stay short, so that the next walk sees all of them
        except _Over:
            yield self._ended()
            return True
        return False

    def seeds(self, talk: Talk, data: Values) -> tuple[Seeds, Observation]:
        """Rows that exist for every operation, as far as there are any, and what was sent to have them."""
        found: Seeds = {}
        with suppress(_Over):
            talk.begin()
            found = seeds(talk, data)
        return found, self._ended()

    def remember(self, talk: Talk, observation: Observation) -> None:
        """Keep in mind what the engine created."""
        for attempt in observation.attempts if isinstance(observation, ScenarioEnded) else ():
            talk.remember(attempt.sent.below(self.observer.base_url), attempt.response)

    def remembering(self, talk: Talk) -> Send:
        """Sends as ever, and keeps in mind what that created."""

        def send(sent: Sent) -> Response | None:
            response = self.post(sent)
            talk.remember(sent.below(self.observer.base_url), response)
            return response

        return send

    def tidy(self, talk: Talk) -> Generator[Observation, None, None]:
        """Delete what was created, however the run ended and whatever time it is."""
        self.deadline, self._silent = None, 0
        with suppress(_Over):
            talk.tidy()
        yield self._ended()

    def must_tidy(self, talk: Talk) -> bool:
        """Whether the time that is left is needed to delete what was created, at the pace of the walks."""
        left = self.left()
        return left is not None and left < len(talk.created) * self._waited / max(1, self._asked)

    def left(self) -> float | None:
        """The seconds that are left, None where there is no limit."""
        return None if self.deadline is None else self.deadline - self.clock()

    def _wants(self, label: str) -> bool:
        return self.labels is None or label in self.labels

    def send(self, request: Request) -> Response | None:
        """Send one request of a walk and keep it for the next observation."""
        if self.deadline is not None and self.clock() > self.deadline:
            raise _Over
        began, at = time.time(), self.clock()
        response = self.post(self.observer.sent(request))
        attempt = self.observer.attempt(request, response)
        seconds = self.clock() - at
        self._attempts.append(replace(attempt, began=began, seconds=seconds))
        self._asked, self._waited = self._asked + 1, self._waited + seconds
        self._silent = 0 if response is not None else self._silent + 1
        if self._silent >= _SILENT and not self._is_there():
            self.lost = "the server stopped answering"
            raise _Over
        return response

    def _is_there(self) -> bool:
        """Whether the server answers anything: it may be one operation that it cannot answer."""
        self._silent = 0
        return self.post(self.observer.sent(Request("GET", "/"))) is not None

    def _ended(self, found: Iterable[Complaint] = ()) -> ScenarioEnded:
        """What was sent since the last time, with what a walk found and what is wrong with each answer.

        Crashes are kept until a resource is done with: a later walk may say what is behind them.
        """
        attempts = tuple(self._attempts)
        self._attempts.clear()
        wanted = (each for each in attempts if self._wants(each.operation))
        told = [each for attempt in wanted for each in self.observer.on_answer(attempt)]
        self._crashes.setdefault(self._at, []).extend(each for each in told if each.code == CRASHED)
        return ScenarioEnded("", attempts, (*found, *(each for each in told if each.code != CRASHED)))

    def _with_crashes(self, *names: str) -> Iterator[ScenarioEnded]:
        crashes = [each for name in names for each in self._crashes.pop(name, ())]
        if crashes:
            yield ScenarioEnded("", (), tuple(crashes))
