"""What fuzzing says of single operations, for test suites: a closed group is fuzzed once for all its tests.

Workers of one suite share what they found through a folder, so that none fuzzes what another did.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

from vertrag.fuzz.course import course
from vertrag.fuzz.events import RunFinished, RunStarted, Untested
from vertrag.fuzz.judging.findings import Finding
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.plan import plan
from vertrag.fuzz.reporting.recording import line
from vertrag.fuzz.sharing.division import groups
from vertrag.fuzz.sharing.records import read_result


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one operation; `skipped` says why it may not be tested, `untested` why it was not."""

    operation: str
    findings: tuple[Finding, ...] = ()
    skipped: str = ""
    untested: Untested | None = None

    def check(self) -> None:
        """Raises AssertionError with all that is wrong; nothing where the contract is kept."""
        __tracebackhide__ = True
        if self.findings:
            raise AssertionError("\n\n".join(map(_told, self.findings)))
        if self.untested is not None:
            advice = f"; {self.untested.advice}" if self.untested.advice else ""
            raise AssertionError(f"{self.operation} was not tested: {self.untested.reason}{advice}")


@dataclass(slots=True)
class Verdicts:
    """The verdicts of one suite; what was found is kept in the folder.

    `where` stands for the URL where that is another one in each process.
    """

    folder: Path
    where: str | None = None
    _groups: dict[FuzzOptions, list[tuple[str, ...]]] = field(default_factory=dict)

    def of(self, options: FuzzOptions, label: str, codes: tuple[str, ...] = ()) -> Verdict:
        """The verdict on one operation, of some checks alone where codes are given."""
        asked = replace(options, codes=codes if options.walks_alone else ())
        result = self._result(asked, self._group(options, label))
        skipped = next((each for each in result.started.skipped if each.operation == label), None)
        untested = next((each for each in result.untested if each.operation == label), None)
        findings = tuple(
            each for each in result.fresh if each.operation == label and (not codes or each.code in codes)
        )
        if skipped is not None:
            return Verdict(label, findings, f"{skipped.reason}; {skipped.advice}".rstrip("; "))
        return Verdict(label, findings, "", untested)

    def _group(self, options: FuzzOptions, label: str) -> tuple[str, ...]:
        if options not in self._groups:
            whole = plan(options)
            self._groups[options] = groups(whole.grounds, whole.started.operations)
        return next((group for group in self._groups[options] if label in group), (label,))

    def _result(self, options: FuzzOptions, group: tuple[str, ...]) -> RunFinished:
        mark = repr((replace(options, url=self.where or options.url), group))
        path = self.folder / f"vertrag-{blake2b(mark.encode(), digest_size=8).hexdigest()}.ndjson"
        with _alone(path.with_suffix(".lock")):
            if not path.exists():
                events = course(replace(options, only=group), date.today())
                told = [line(event) for event in events if isinstance(event, RunStarted | RunFinished)]
                path.write_text("\n".join(told), encoding="utf-8")
            return read_result(path)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else is in here with the same file, as far as the system can see to that."""
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:  # Windows: two workers may fuzz the same, which takes time and harms nobody
        yield
        return
    with path.open("w") as lock:
        flock(lock, LOCK_EX)  # let go when the file is closed, also by the end of the process
        yield


def _told(finding: Finding) -> str:
    lines = [
        f"{finding.severity}  {finding.title}  {finding.code} {finding.rule}",
        f"  expected  {finding.expected}",
        f"  got       {finding.actual}",
    ]
    if finding.answer:
        lines.append(f"  answer    {' '.join(finding.answer.split())}")
    lines += [f"  first     {command}" for command in finding.before]
    return "\n".join([*lines, f"  try       {finding.curl}"])
