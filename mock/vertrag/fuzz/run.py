"""One fuzz run: what the engine observes becomes a stream of events; nothing is printed here."""

import json
import secrets
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache

from vertrag.contract.loading.document import from_tree, parse
from vertrag.contract.loading.sources import Source
from vertrag.contract.operations import SAFE_METHODS, Contract, compile_contract
from vertrag.contract.second_opinion import SecondOpinion
from vertrag.errors import DocumentError
from vertrag.fuzz import engine
from vertrag.fuzz.breaches import Observer
from vertrag.fuzz.client import Client
from vertrag.fuzz.engine import BaseSchema
from vertrag.fuzz.events import (
    Event,
    FindingFound,
    Gap,
    GapFound,
    Notice,
    NoticeGiven,
    OperationStarted,
    PhaseStarted,
    RunFinished,
    RunStarted,
    Untested,
)
from vertrag.fuzz.findings import Finding, Ledger
from vertrag.fuzz.interviewing import Interviewer
from vertrag.fuzz.jury import Jury
from vertrag.fuzz.observations import (
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
from vertrag.fuzz.origins import Origins
from vertrag.fuzz.reach import Reach, advice
from vertrag.fuzz.reporting.redaction import Redaction
from vertrag.fuzz.seeding import Seeds, known_rows, read_data, seeded
from vertrag.fuzz.showing import Showing
from vertrag.fuzz.subject import (
    base_url,
    credential_headers,
    parse_headers,
    read_document,
    require_alive,
    require_allowed_references,
)
from vertrag.fuzz.walking import Walker
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.talk import Talk


def fuzz(options: FuzzOptions) -> Generator[Event, None, None]:
    """Fuzz the implementation; closing the stream stops the requests.

    Raises UsageError, DocumentError or UpstreamError before the first event.
    """
    redaction = Redaction(parse_headers(options.headers))
    data = read_data(options.data) if options.data else {}
    source = read_document(options.document, options.allow_hosts)
    settings = _settings(options, redaction)
    schema = engine.load(source.text, source.location, settings)
    require_allowed_references(schema.raw_schema, options.allow_hosts)
    target = base_url(schema.raw_schema, source.location, options.url, options.allow_hosts)
    operations = engine.operations(schema)
    if not operations:
        raise DocumentError(
            f"{options.document} describes no operation", hint="look at its 'paths', or take another document"
        )
    require_alive(target)
    started = RunStarted(
        title=str(schema.raw_schema.get("info", {}).get("title", options.document)),
        document=options.document,
        base_url=target,
        seed=settings.seed,
        operations=tuple(operation.label for operation in operations),
        skipped=tuple(_skipped(operations, allow_writes=options.allow_writes)),
        variables=redaction.variables(),
    )
    yield started
    grounds = grounds_of(_contract(source, options))
    jury, origins, observer = _jury(grounds.contract, target), Origins(), Observer(grounds, target)
    credentials = credential_headers(schema.raw_schema)
    with Client() as client:
        showing = Showing(client.send, origins, target, redaction, jury.likeness)
        ledger = Ledger(redaction, credentials, jury.opinion, showing.show)
        run = _Run(started, jury, origins, observer, ledger, strict=options.strict)
        deadline = run.began + options.max_time if options.max_time is not None else None
        walker = Walker(observer, client.send, deadline)
        talk = Talk(grounds, walker.send, redaction.headers, credentials, options.allow_writes)
        talk.known = known_rows(grounds, data)

        def load(known: Seeds) -> BaseSchema:
            if not known:
                return schema
            tree = seeded(parse(source.content, options.document), known)
            # Rows are at hand now, where ids from earlier answers need not belong to the parent.
            return engine.load(json.dumps(tree), source.location, replace(settings, captures=False))

        yield from run.follow(_observations(walker, talk, data, load, started, options))
        yield from run.doubts()
        yield run.finished()


def _observations(
    walker: Walker,
    talk: Talk,
    data: Mapping[str, str],
    load: Callable[[Seeds], BaseSchema],
    started: RunStarted,
    options: FuzzOptions,
) -> Generator[Observation, None, None]:
    yield from walker.observe(talk)
    known, made = walker.seeds(talk, data)
    yield made
    if walker.lost:
        yield EngineStopped(walker.lost)
        return
    if options.invariants:
        interviewer = Interviewer(walker.observer, walker.post, walker.deadline, strict=options.strict)
        tickets = [values["ticketId"] for values in known.values() if "ticketId" in values]
        yield from interviewer.observe(talk.headers, tickets, writes=talk.writes)
    left_out = frozenset(entry.operation for entry in started.skipped)
    with closing(engine.observe(load(known), started.base_url, left_out)) as stream:
        for observation in stream:
            if isinstance(observation, EngineStopped):
                yield from walker.tidy(talk)
            yield observation


def _contract(source: Source, options: FuzzOptions) -> Contract:
    tree = parse(source.content, options.document)
    allowed = bool(options.allow_hosts)  # each reference was seen to lead to a host that is
    return compile_contract(from_tree(tree, options.document, source.location, allow_remote_refs=allowed))


def _jury(contract: Contract, target: str) -> Jury:
    @cache  # not made before the first complaint: most of its cost is its import
    def second() -> SecondOpinion | None:
        try:
            return SecondOpinion(contract.document)
        except DocumentError:
            return None

    return Jury(contract, target, second)


def _settings(options: FuzzOptions, redaction: Redaction) -> engine.Settings:
    return engine.Settings(
        seed=secrets.randbelow(2**32) if options.seed is None else options.seed,
        max_examples=options.max_examples,
        workers=options.workers,
        allow_writes=options.allow_writes,
        headers=redaction.headers,
        max_time=options.max_time,
    )


def _skipped(operations: tuple[engine.Operation, ...], *, allow_writes: bool) -> Iterator[Untested]:
    for operation in operations:
        if operation.flaw:
            yield Untested(operation.label, f"the document is broken here: {operation.flaw}")
        elif not (allow_writes or operation.marked_safe or operation.method in SAFE_METHODS):
            hint = "pass --allow-writes, or mark the operation x-safe: true"
            yield Untested(operation.label, f"{operation.method} may change data", hint)


@dataclass(slots=True)
class _Run:
    """What is known of a run while it goes on."""

    started: RunStarted
    jury: Jury
    origins: Origins
    observer: Observer
    ledger: Ledger
    strict: bool = False
    cases: int = 0
    interruption: str = ""
    notices: list[Notice] = field(default_factory=list)
    gaps: dict[Gap, None] = field(default_factory=dict)
    reaches: dict[str, Reach] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

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
        for attempt in scenario.attempts:
            self.origins.note(Exchange(attempt.sent, attempt.response))
            self.reaches.setdefault(attempt.operation, Reach()).count(attempt)
        faults = []
        own = (each for attempt in scenario.attempts for each in self.observer.on_attempt(attempt))
        for complaint in (*scenario.complaints, *own):
            if self.jury.is_gap(complaint):
                yield from self._note_gap(complaint)
            else:
                faults.append(complaint)
        for finding in self.ledger.enter(faults):
            if finding.upheld:
                yield FindingFound(finding)
            else:
                yield from self._note(Notice(finding.operation, _dismissal(finding)))

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
        """Notices on operations that were reached but never answered with a success."""
        for label, reach in self.reaches.items():
            if reach.reached and not reach.succeeded:
                text = f"no request succeeded (only {reach.answers}), so no success answer was checked"
                yield from self._note(Notice(label, text))

    def finished(self) -> RunFinished:
        untested = (*self.started.skipped, *self._unreached())
        missed = {entry.operation for entry in untested}
        return RunFinished(
            started=self.started,
            cases=self.cases,
            seconds=time.monotonic() - self.began,
            findings=self.ledger.findings(),
            tested=tuple(label for label in self.started.operations if label not in missed),
            untested=untested,
            notices=tuple(self.notices),
            gaps=tuple(self.gaps),
            strict=self.strict,
            interruption=self.interruption,
        )

    def _unreached(self) -> Iterator[Untested]:
        known = {entry.operation for entry in self.started.skipped}
        for label in self.started.operations:
            reach = self.reaches.get(label, Reach())
            if label in known or reach.reached:
                continue
            if reach.answers:
                yield Untested(label, f"only {reach.answers}", advice(reach.mostly))
            else:
                troubles = [notice.text for notice in self.notices if notice.operation == label]
                yield Untested(label, "; ".join(["no request was sent", *troubles]))


def _dismissal(finding: Finding) -> str:
    return f"only the engine objects ({finding.rule}): {finding.actual}; {finding.reading}; {finding.curl}"
