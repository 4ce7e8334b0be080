"""The file of findings that are known: with a reason, and a day until which nobody has to care.

1. A known finding is told, folded, and does not fail the run.
2. From the day after its `until` it fails again, and it is said why.
3. What is known and did not come again, although its operation was tested to the end, is said too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from vertrag.contract.loading.notation import parse
from vertrag.errors import DocumentError, UsageError
from vertrag.fuzz.events import Event, FindingFound, Known, RunFinished
from vertrag.fuzz.judging.findings import Finding

_HEAD = """\
# Findings of `vertrag fuzz` that are known: they fail no run until the day in `until`. Give each a reason.
"""
_PATIENCE = timedelta(days=90)  # of a new entry: long enough to plan the repair, too short to forget it


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is known, as of a day."""

    entries: tuple[Known, ...]
    today: date

    def of(self, finding: Finding) -> Known | None:
        """What is known of a finding, if it still counts."""
        entry = next((each for each in self.entries if each.fingerprint == finding.fingerprint), None)
        return entry if entry is not None and not self._is_over(entry) else None

    def applied(self, event: Event) -> Event:
        """The event with what is known of it."""
        if isinstance(event, FindingFound):
            return replace(event, known=self.of(event.finding))
        return self._finished(event) if isinstance(event, RunFinished) else event

    def _finished(self, event: RunFinished) -> RunFinished:
        seen = {finding.fingerprint for finding in event.findings}
        came = [entry for entry in self.entries if entry.fingerprint in seen]
        missed = [entry for entry in self.entries if entry.fingerprint not in seen]
        tested = () if event.interruption else event.tested
        return replace(
            event,
            known=tuple(entry for entry in came if not self._is_over(entry)),
            expired=tuple(entry for entry in came if self._is_over(entry)),
            vanished=tuple(entry for entry in missed if entry.operation in tested),
        )

    def updated(self, finished: RunFinished) -> "Baseline":
        """The baseline after a run: what vanished is dropped, what is new is added."""
        gone = {entry.fingerprint for entry in finished.vanished}
        kept = [entry for entry in self.entries if entry.fingerprint not in gone]
        known = {entry.fingerprint for entry in kept}
        new = {each.fingerprint: each for each in finished.findings if each.fingerprint not in known}
        return replace(self, entries=(*kept, *map(self._entry, new.values())))

    def _entry(self, finding: Finding) -> Known:
        return Known(
            fingerprint=finding.fingerprint,
            code=finding.code,
            operation=finding.operation,
            title=finding.title,
            reason=f"seen on {self.today.isoformat()}",
            until=(self.today + _PATIENCE).isoformat(),
        )

    def _is_over(self, entry: Known) -> bool:
        return bool(entry.until) and date.fromisoformat(entry.until) < self.today


def read_baseline(path: Path, today: date, *, may_be_missing: bool = False) -> Baseline:
    """The baseline in a file; raises UsageError where there is none or it says what it cannot."""
    if may_be_missing and not path.exists():
        return Baseline((), today)
    try:
        content = parse(path.read_bytes(), str(path))
    except (OSError, DocumentError) as error:
        raise UsageError(f"cannot read {path}: {error}", hint="--update-baseline writes it") from error
    entries = content.get("findings") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise UsageError(f"{path} has no list of 'findings'", hint="--update-baseline writes it")
    return Baseline(tuple(_known(path, entries)), today)


class _Writer(yaml.SafeDumper):
    """Quotes what begins like a number, since `4931e00000000012` is one to some and a text to others."""


def _quoted(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_like_a_number = text[:1] in set("0123456789+-.")
    return writer.represent_scalar("tag:yaml.org,2002:str", text, "'" if is_like_a_number else None)


_Writer.add_representer(str, _quoted)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write the file; raises UsageError where that is not possible."""
    entries = [asdict(entry) for entry in baseline.entries]
    text = yaml.dump({"findings": entries}, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=110)
    try:
        path.write_text(_HEAD + text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {error.strerror}", hint="choose another --baseline"
        ) from error


def _known(path: Path, entries: Iterable[Any]) -> Iterator[Known]:
    names = {field.name for field in fields(Known)}
    for number, said in enumerate(entries, 1):
        place = f"{path}: finding {number}"
        if not isinstance(said, dict) or not isinstance(said.get("fingerprint"), str):
            raise UsageError(f"{place} has no 'fingerprint'", hint="--update-baseline writes it")
        if unknown := sorted(str(name) for name in said.keys() - names):
            raise UsageError(
                f"{place}: unknown key {unknown[0]!r}", hint=f"it has {', '.join(sorted(names))}"
            )
        entry = Known(**{name: str(value or "") for name, value in said.items()})
        try:
            date.fromisoformat(entry.until or "2000-01-01")
        except ValueError:
            raise UsageError(f"{place}: until {entry.until!r} is no day", hint="such as 2030-01-31") from None
        yield entry
