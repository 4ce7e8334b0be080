"""A run that goes on where an earlier one was stopped.

1. What the earlier one was through with, and what it found, is told again after the start: so the record of
   this one is whole, even where it is stopped as well.
2. What was told is not told again.
3. A record about another document is refused before anything is tested.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from vertrag.errors import UsageError
from vertrag.fuzz.events import Event, FindingFound, GapFound, OperationFinished, RunFinished, RunStarted
from vertrag.fuzz.sharing.records import read_record, result_of, united


@dataclass(frozen=True, slots=True)
class Resumption:
    """What an earlier run told."""

    earlier: RunFinished
    through: tuple[str, ...]

    @classmethod
    def from_path(cls, path: Path) -> "Resumption":
        """From the record in a file; raises UsageError where it is none."""
        record = read_record(path)
        return cls(result_of(record, path), tuple(record.through))

    def retold(self, event: Event) -> Iterator[Event]:
        """What is told where this run tells an event. Raises UsageError where it has another document."""
        match event:
            case RunStarted():
                self._require_same(event)
                yield event
                yield from map(OperationFinished, self.through)
                yield from map(FindingFound, self.earlier.findings)
                yield from map(GapFound, self.earlier.gaps)
            case RunFinished():
                yield _resumed(self.earlier, event)
            case FindingFound(finding) if any(finding.mark == each.mark for each in self.earlier.findings):
                return
            case GapFound(gap) if gap in self.earlier.gaps:
                return
            case _:
                yield event

    def _require_same(self, started: RunStarted) -> None:
        if started.title != self.earlier.started.title:
            raise UsageError(
                f"the record is about {self.earlier.started.title!r}, the document about {started.title!r}",
                hint="--resume goes on with the same document",
            )


def _resumed(earlier: RunFinished, later: RunFinished) -> RunFinished:
    """What both found."""
    whole = united([replace(earlier, interruption=""), later])
    started = replace(whole.started, seed=later.started.seed, base_url=later.started.base_url)
    return replace(whole, started=started, seconds=earlier.seconds + later.seconds, strict=later.strict)
