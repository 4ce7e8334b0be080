"""One run in several processes, each with its share of the operations; to who listens it is one run.

1. The result is that of one process with the same seed: what belongs together is tested together.
2. Events are passed on as they come; what was told before by another process is not told again.
3. Only the process that was started hears Ctrl-C; it lets the others finish their tale. None outlives it.
4. When a process dies, what it told stays, and the operations that it was not through with are not tested.
"""

import os
import signal
import threading
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess, parent_process
from multiprocessing.resource_tracker import ensure_running
from typing import NoReturn

from vertrag.errors import VertragError
from vertrag.fuzz.events import (
    Event,
    FindingFound,
    GapFound,
    NoticeGiven,
    OperationStarted,
    PhaseStarted,
    RunFinished,
    RunStarted,
)
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.plan import Plan, plan
from vertrag.fuzz.run import follow
from vertrag.fuzz.sharing.division import groups, shares
from vertrag.fuzz.sharing.records import Record, united

# Not forked from here: who asks may have threads. Where that can be, the engine is imported once for all.
_CONTEXT = get_context("forkserver") if "forkserver" in get_all_start_methods() else get_context("spawn")
_GRACE = 20.0  # seconds to delete what was created and tell the rest, after an interruption or the time limit


def fuzz_together(options: FuzzOptions) -> Generator[Event, None, None]:
    """Fuzz the implementation, in as many processes as are asked for and can be used.

    Raises UsageError, DocumentError or UpstreamError before the first event.
    """
    whole = plan(options)
    touched = [label for label in whole.started.operations if label not in whole.scope.untouched]
    parts = shares(groups(whole.grounds, touched), options.workers) if options.workers > 1 else []
    if len(parts) < 2:
        yield from follow(whole)
        return
    limit = options.max_time
    team = _Team(whole, whole.began + limit + _GRACE if limit is not None else None)
    try:
        yield whole.started
        team.start(parts)
        yield from team.listen()
        yield team.result()
    finally:
        team.dismiss()


@dataclass(slots=True)
class _Member:
    """One process, what it is to test and what it told."""

    process: BaseProcess
    events: Connection
    labels: tuple[str, ...]
    record: Record = field(default_factory=Record)
    failure: str = ""

    def next(self) -> Event | None:
        """The next event; None where the process is gone."""
        try:
            told = self.events.recv()
        except (EOFError, OSError):
            return None
        if isinstance(told, str):
            self.failure = told
            return None
        event: Event = told
        return event

    @property
    def lost(self) -> str:
        """Why there is no result."""
        return self.failure or f"a process of the run died (exit code {self.process.exitcode})"


@dataclass(slots=True)
class _Team:
    """The processes of one run; at `ends` on the monotonic clock whoever still talks is stopped."""

    whole: Plan
    ends: float | None = None
    members: list[_Member] = field(default_factory=list)
    told: set[object] = field(default_factory=set)
    interrupted: bool = False

    def start(self, parts: Iterable[tuple[str, ...]]) -> None:
        """Start a process for each part of the operations; an interruption waits until all are there."""
        ensure_running()  # the tracker, which lets signals through again once it is started
        # What is started here inherits that it does not hear Ctrl-C, not even while it imports the engine.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            try:
                for labels in parts:
                    self._start(labels)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        except KeyboardInterrupt:
            self.interrupt()

    def _start(self, labels: tuple[str, ...]) -> None:
        _CONTEXT.set_forkserver_preload([__name__])
        events, sender = _CONTEXT.Pipe(duplex=False)
        limit = self.whole.options.max_time
        left = None if limit is None else max(1, round(limit - (time.monotonic() - self.whole.began)))
        bearer, options = self.whole.bearer, self.whole.options
        options = replace(
            options,
            seed=self.whole.started.seed,
            max_time=left,
            only=labels,
            workers=1,
            since=None,
            resume=None,
            first_token=bearer.token if bearer else None,
            invariants=options.invariants and not self.members,  # they are about no operation in particular
        )
        process = _CONTEXT.Process(target=_work, args=(options, sender), daemon=True)
        process.start()
        sender.close()  # so that the end of the process is the end of the events
        self.members.append(_Member(process, events, labels))

    def listen(self) -> Iterator[Event]:
        """What is told, until nobody tells anything any more."""
        open_ends = {member.events: member for member in self.members}
        while open_ends:
            try:
                ready = wait(list(open_ends), self._patience())
                if not ready:
                    self.dismiss()
                for connection in ready:
                    member = open_ends[connection]  # type: ignore[index]
                    event = member.next()
                    if event is None:
                        del open_ends[member.events]
                        member.process.join(1.0)
                    else:
                        member.record.hear(event)
                        yield from self._passed_on(event)
            except KeyboardInterrupt:
                self.interrupt()

    def interrupt(self) -> None:
        """Ask the processes to tidy up and end; when it comes again, end them."""
        if self.interrupted:
            self.dismiss()
        self.interrupted, self.ends = True, time.monotonic() + _GRACE
        for member in self.members:
            member.process.terminate()

    def _patience(self) -> float | None:
        """Seconds to wait for the next event, None for ever."""
        return None if self.ends is None else max(0.0, self.ends - time.monotonic())

    def _passed_on(self, event: Event) -> Iterator[Event]:
        match event:
            case RunStarted() | RunFinished():
                return
            case OperationStarted(operation):
                yield OperationStarted(operation, sum(member.record.cases for member in self.members))
                return
            case FindingFound(finding):
                mark: object = finding.mark
            case PhaseStarted() | GapFound() | NoticeGiven():
                mark = event
            case _:
                yield event
                return
        if mark not in self.told:
            self.told.add(mark)
            yield event

    def result(self) -> RunFinished:
        """What all of them found."""
        whole = self.whole.started
        results = []
        for member in self.members:
            own = replace(whole, operations=member.labels, skipped=())
            result = member.record.result(own, "interrupted" if self.interrupted else member.lost)
            results.append(replace(result, started=replace(own, left_out=())))
        found = united(results)
        return replace(
            found,
            started=whole,
            seconds=time.monotonic() - self.whole.began,
            untested=(*whole.skipped, *found.untested),
            strict=self.whole.options.strict,
            interruption="interrupted" if self.interrupted else found.interruption,
        )

    def dismiss(self) -> None:
        """End the processes that are still there."""
        for member in self.members:
            if member.process.is_alive():
                member.process.kill()
        for member in self.members:
            member.process.join()


def _work(options: FuzzOptions, sender: Connection) -> None:
    """What a process does: its part of the run, told event by event."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _interrupt)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(BrokenPipeError, KeyboardInterrupt):  # nobody listens any more
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})  # who started us blocked it meanwhile
        try:
            for event in follow(plan(options)):
                sender.send(event)
        except VertragError as error:
            sender.send(str(error))


def _end_with_parent() -> None:
    """Tidy up and end when the process that was started is gone, however it went."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _interrupt(*_: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # who asks a whole group asks us twice
    raise KeyboardInterrupt
