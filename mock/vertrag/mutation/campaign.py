"""A campaign: the command passes an honest mock first, and then meets one lie after the other."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from vertrag.config import ServeSettings
from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract
from vertrag.errors import UsageError
from vertrag.mutation.outcomes import Outcome
from vertrag.mutation.trial import Run, attempt
from vertrag.sabotage.playbook import WAYS, plot
from vertrag.sabotage.way import Way

_MOST_SAID = 600  # characters of what a command said

Attempt = Callable[[ServeSettings, Sequence[str], float], Run]
"""Runs a command against a mock with these settings, for so many seconds at most."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """Which lies are told to which command; `only` are codes or their beginnings, none for all.

    `settings` are those of an honest mock, of one document; `limit` are the seconds of a run,
    `jobs` how many run at once.
    """

    settings: ServeSettings
    command: Sequence[str]
    only: Sequence[str] = ()
    limit: float = 300.0
    jobs: int = 1
    attempt: Attempt = attempt

    @property
    def ways(self) -> list[Way]:
        """The ways that were chosen, whether they can apply or not."""
        wanted = tuple(code.upper() for code in self.only)
        return [way for way in WAYS.values() if not wanted or way.code.startswith(wanted)]

    def outcomes(self) -> Iterator[Outcome]:
        """What becomes of each way, in the order of their codes; `UsageError` if the honest mock fails."""
        (document,) = self.settings.documents
        contract = compile_contract(load(document, allow_remote_refs=self.settings.allow_remote_refs))
        plotted = plot(contract, [way.code for way in self.ways], dict(self.settings.corrections))
        unfit = {way.code for way in plotted.unfit}
        self._pass_honestly()

        def become(way: Way) -> Outcome:
            return Outcome(way, "not applicable") if way.code in unfit else self._tried(way)

        pool = ThreadPoolExecutor(self.jobs)
        try:
            yield from pool.map(become, self.ways)
        finally:
            pool.shutdown(cancel_futures=True)

    def _pass_honestly(self) -> None:
        honest = self.attempt(self.settings, self.command, self.limit)
        if honest.exit_code is None:
            raise UsageError(
                f"the command does not end within {self.limit:g} s against the honest mock",
                hint="give it more with --time-limit, or let it do less",
            )
        if honest.exit_code != 0:
            raise UsageError(
                f"the command fails (exit code {honest.exit_code}) against the honest mock",
                hint=f"it must pass there, else it proves nothing; it said: {honest.said[-_MOST_SAID:]}",
            )

    def _tried(self, way: Way) -> Outcome:
        ended = self.attempt(replace(self.settings, sabotage=(way.code,)), self.command, self.limit)
        if ended.exit_code is None:
            return Outcome(way, "timed out", None, ended.seconds)
        return Outcome(way, "killed" if ended.exit_code else "survived", ended.exit_code, ended.seconds)
