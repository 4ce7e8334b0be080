"""One fuzz run: what the engine observes becomes a stream of events; nothing is printed here."""

import json
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache, partial

from vertrag.contract.loading.document import parse
from vertrag.contract.operations import Contract
from vertrag.contract.second_opinion import SecondOpinion
from vertrag.errors import DocumentError
from vertrag.exchange import Headers
from vertrag.fuzz.access import way_in
from vertrag.fuzz.asking import engine
from vertrag.fuzz.asking.client import Client, Send
from vertrag.fuzz.asking.engine import BaseSchema
from vertrag.fuzz.asking.interviewing import Interviewer
from vertrag.fuzz.asking.origins import Origins
from vertrag.fuzz.asking.pace import Pace, interval
from vertrag.fuzz.asking.seeding import Seeds, known_rows, seeded
from vertrag.fuzz.asking.showing import Showing
from vertrag.fuzz.asking.walking import Walker
from vertrag.fuzz.events import (
    Event,
    FindingFound,
    Gap,
    GapFound,
    Notice,
    NoticeGiven,
    OperationFinished,
    OperationStarted,
    PhaseStarted,
    RequestsSent,
    RunFinished,
    RunStarted,
    Span,
    Untested,
)
from vertrag.fuzz.identity.bearer import bearing
from vertrag.fuzz.judging.assertions import assertion
from vertrag.fuzz.judging.breaches import Observer
from vertrag.fuzz.judging.culprits import culprits
from vertrag.fuzz.judging.findings import Finding, Ledger
from vertrag.fuzz.judging.jury import Jury
from vertrag.fuzz.observations import (
    CUT,
    Complaint,
    EngineStopped,
    Exchange,
    Observation,
    PhaseBegun,
    ScenarioBegun,
    ScenarioEnded,
    TroubleMet,
)
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.plan import Plan, plan
from vertrag.fuzz.reach import Reach, not_tested
from vertrag.fuzz.reporting.pytest_file import Subject, by_law
from vertrag.fuzz.reporting.transcript import traffic
from vertrag.fuzz.subject import credential_names
from vertrag.oracles.conversation.talk import Talk

_USED_AFTER_FREE = "ST301"
_REFUSED_OTHERWISE = frozenset({"ST203", "ST204"})
_NOT_FOUND = 404
_GONE = frozenset({_NOT_FOUND, 410})
_LAST_ALONE = "fuzzing"
"""The last phase that tests each operation on its own."""


def fuzz(options: FuzzOptions) -> Generator[Event, None, None]:
    """Fuzz the implementation; closing the stream stops the requests.

    Raises UsageError, DocumentError or UpstreamError before the first event.
    """
    return (yield from follow(plan(options)))


def follow(planned: Plan) -> Generator[Event, None, None]:
    """Do what was planned."""
    options, grounds, started = planned.options, planned.grounds, planned.started
    yield started
    observer, origins = Observer(grounds, started.base_url), Origins()
    credentials = credential_names(planned.schema.raw_schema)
    proofs = tuple(each for each in planned.redaction.headers if each[0].lower() in credentials)
    jury = _jury(grounds.contract, started.base_url, proofs)
    with Client() as client:
        send: Send = Pace(client.send, interval(options.rate_limit) if options.rate_limit else 0.0)
        send = bearing(send, planned.bearer) if planned.bearer else send
        walker = Walker(observer, send, labels=frozenset(started.operations), codes=options.codes)
        talk = _talk(planned, walker, credentials)
        showing = _showing(planned, walker, talk, origins, jury)
        ledger = Ledger(planned.redaction, credentials, jury.opinion, showing.show, culprits(grounds))
        run = _Run(started, options, jury, origins, observer, ledger, planned.began)
        walker.deadline = planned.began + options.max_time if options.max_time is not None else None
        yield from run.follow(_admitted(planned, _observations(planned, walker, talk)))
        yield from run.follow(walker.tidy(talk))
        yield from run.doubts()
        yield run.finished()


def _talk(planned: Plan, walker: Walker, credentials: frozenset[str]) -> Talk:
    options, choices = planned.options, planned.options.choices
    return Talk(
        planned.grounds,
        walker.send,
        planned.redaction.headers,
        credentials,
        writes=options.allow_writes,
        other=planned.redaction.others,
        query=planned.redaction.query,
        known=known_rows(planned.grounds, planned.data.values),
        writable=choices.writable(planned.started.operations),
        barred=planned.scope.barred(choices),
        mark=planned.started.seed % 2**16,
    )


def _showing(planned: Plan, walker: Walker, talk: Talk, origins: Origins, jury: Jury) -> Showing:
    started, options = planned.started, planned.options

    def by_law_alone(subject: Subject) -> str:
        writes, walks = options.allow_writes, walker.is_walking
        return by_law(subject, options.document, started.seed, allow_writes=writes, walks_alone=walks)

    return Showing(
        walker.remembering(talk),
        origins,
        started.base_url,
        planned.redaction,
        jury.likeness,
        partial(assertion, planned.grounds.contract, started.base_url),
        by_law_alone,
    )


def _observations(planned: Plan, walker: Walker, talk: Talk) -> Generator[Observation, None, None]:
    if planned.scope.untouched.issuperset(planned.started.operations):
        return
    yield from walker.observe(talk)
    if planned.options.walks_alone:
        return
    known, made = walker.seeds(talk, planned.data.values)
    yield made
    if walker.lost:
        yield EngineStopped(walker.lost)
        return
    if planned.options.invariants:
        strict = planned.options.strict
        interviewer = Interviewer(walker.observer, walker.post, walker.deadline, strict=strict)
        tickets = [values["ticketId"] for values in known.values() if "ticketId" in values]
        yield from interviewer.observe(talk.headers, tickets, writes=talk.writes)
    schema = _with_values(planned, known) if known or planned.settings.dictionaries else planned.schema
    untouched = planned.scope.untouched
    stream = engine.observe(schema, planned.started.base_url, untouched, walker.left, planned.bearer)
    with closing(stream):
        for observation in stream:
            walker.remember(talk, observation)
            yield observation
            if walker.must_tidy(talk):
                yield CUT
                return


def _admitted(
    planned: Plan, observations: Generator[Observation, None, None]
) -> Generator[Observation, None, None]:
    """What is observed as long as the run can prove who asks."""
    with closing(observations):
        for observation in observations:
            yield observation
            if planned.bearer is not None and planned.bearer.failure:
                yield EngineStopped(planned.bearer.failure)
                return


def _with_values(planned: Plan, known: Seeds) -> BaseSchema:
    tree = seeded(parse(planned.source.content, planned.options.document), known)
    # Rows are at hand now, where ids from earlier answers need not belong to the parent.
    settings = replace(planned.settings, captures=not known)
    return engine.load(json.dumps(tree), planned.source.location, settings)


def _jury(contract: Contract, target: str, proofs: Headers) -> Jury:
    @cache  # not made before the first complaint: most of its cost is its import
    def second() -> SecondOpinion | None:
        try:
            return SecondOpinion(contract.document)
        except DocumentError:
            return None

    return Jury(contract, target, second, proofs)


@dataclass(slots=True)
class _Run:
    """What is known of a run while it goes on."""

    started: RunStarted
    options: FuzzOptions
    jury: Jury
    origins: Origins
    observer: Observer
    ledger: Ledger
    began: float
    phase: str = ""
    phases: list[Span] = field(default_factory=list)
    found: list[tuple[float, str]] = field(default_factory=list)
    cases: int = 0
    interruption: str = ""
    notices: list[Notice] = field(default_factory=list)
    gaps: dict[Gap, None] = field(default_factory=dict)
    reaches: dict[str, Reach] = field(default_factory=dict)

    def follow(self, observations: Generator[Observation, None, None]) -> Iterator[Event]:
        with closing(observations):
            try:
                for observation in observations:
                    yield from self._take(observation)
            except KeyboardInterrupt:
                self.interruption = "interrupted"

    def _take(self, observation: Observation) -> Iterator[Event]:
        match observation:
            case PhaseBegun(name):
                self._turn_to(name)
                yield PhaseStarted(name)
            case ScenarioBegun(operation):
                yield OperationStarted(operation, self.cases)
            case ScenarioEnded():
                yield from self._take_scenario(observation)
            case TroubleMet():
                yield from self._take_trouble(observation)
            case EngineStopped(lost):
                self.interruption = lost

    def _take_scenario(self, scenario: ScenarioEnded) -> Iterator[Event]:
        self.cases += len(scenario.attempts)
        if self.options.records and scenario.attempts:
            redaction = self.ledger.redaction
            yield RequestsSent(tuple(traffic(each, self.phase, redaction) for each in scenario.attempts))
        for attempt in scenario.attempts:
            self.origins.note(Exchange(attempt.sent, attempt.response))
            self.reaches.setdefault(attempt.operation, Reach()).count(attempt)
        faults = []
        own = (each for attempt in scenario.attempts for each in self.observer.on_attempt(attempt))
        for complaint in (*scenario.complaints, *own):
            if self.options.choices.of(complaint.operation).ignores(complaint):
                continue
            if self._knows_every_id(complaint) or self._is_nowhere(complaint):
                continue
            if self.jury.is_gap(complaint):
                yield from self._note_gap(complaint)
            else:
                faults.append(complaint)
        for finding in self.ledger.enter(faults):
            if finding.upheld:
                self.found.append((self._now(), finding.severity))
                yield FindingFound(finding)
            else:
                yield from self._note(Notice(finding.operation, _dismissal(finding)))
        if self.phase == _LAST_ALONE and self.reaches.get(scenario.operation, Reach()).reached:
            yield OperationFinished(scenario.operation)

    def _knows_every_id(self, complaint: Complaint) -> bool:
        """Whether what is there after its deletion was never created: some answer to every id alike."""
        if complaint.code != _USED_AFTER_FREE:
            return False
        request = complaint.sent.below(self.started.base_url)
        read = self.observer.label(request)
        return not self.observer.is_of_a_resource(request) or _GONE.isdisjoint(
            self.reaches.get(read, Reach()).statuses
        )

    def _is_nowhere(self, complaint: Complaint) -> bool:
        """Whether 404, to another method or without a header, says once more that nothing is there."""
        if complaint.code not in _REFUSED_OTHERWISE or complaint.status != _NOT_FOUND:
            return False
        return not self.reaches.get(complaint.operation, Reach()).reached

    def _now(self) -> float:
        return round(time.monotonic() - self.began, 3)

    def _turn_to(self, phase: str) -> None:
        now, before = self._now(), sum(span.cases for span in self.phases)
        if self.phase:
            began = self.phases[-1].ended if self.phases else 0.0
            self.phases.append(Span(self.phase, began, now, self.cases - before, tuple(self.found)))
            self.found.clear()
        self.phase = phase

    def _note_gap(self, complaint: Complaint) -> Iterator[Event]:
        gap = Gap(complaint.operation, complaint.status or 0)
        if gap not in self.gaps:
            self.gaps[gap] = None
            yield GapFound(gap)

    def _take_trouble(self, trouble: TroubleMet) -> Iterator[Event]:
        text = self.ledger.redaction.scrub(f"{trouble.title}: {trouble.message}")
        yield from self._note(Notice(trouble.operation, text))

    def _note(self, notice: Notice) -> Iterator[Event]:
        if notice not in self.notices:
            self.notices.append(notice)
            yield NoticeGiven(notice)

    def doubts(self) -> Iterator[Event]:
        """Notices on operations that never answered with a success, and invariants that told nothing."""
        for label, text in self.observer.computing.never():
            yield from self._note(Notice(label, text))
        for label, reach in self.reaches.items():
            if reach.reached and not reach.succeeded:
                text = f"no request succeeded (only {reach.answers}), so no success answer was checked"
                yield from self._note(Notice(label, text))

    def finished(self) -> RunFinished:
        untested = (*self.started.skipped, *self._unreached())
        missed = {entry.operation for entry in untested}
        self._turn_to("")
        return RunFinished(
            started=self.started,
            cases=self.cases,
            seconds=time.monotonic() - self.began,
            findings=self.ledger.findings(),
            tested=tuple(label for label in self.started.operations if label not in missed),
            untested=untested,
            notices=tuple(self.notices),
            gaps=tuple(self.gaps),
            strict=self.options.strict,
            interruption=self.interruption,
            phases=tuple(self.phases),
            coverage=self.observer.survey.coverage(self.started.operations),
        )

    def _unreached(self) -> Iterator[Untested]:
        known = {entry.operation for entry in self.started.skipped}
        contract = self.observer.grounds.contract
        operations = {each.label: each for each in contract.operations}
        for label in self.started.operations:
            reach = self.reaches.get(label, Reach())
            if label in known or reach.reached:
                continue
            excused = any(fnmatchcase(label, pattern) for pattern in self.options.allow_untested)
            operation = operations.get(label)
            door = way_in(contract, operation, self.ledger.redaction) if operation else ""
            yield not_tested(label, reach, self.notices, excused=excused, way_in=door)


def _dismissal(finding: Finding) -> str:
    return f"no finding ({finding.rule}): {finding.actual}; {finding.reading}; {finding.curl}"
