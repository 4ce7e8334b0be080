"""Which operations a run tests, which it may not test, and which it was told to leave out.

What may not be tested counts as not tested; what was left out on purpose is told and does not count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vertrag.contract.operations import SAFE_METHODS
from vertrag.fuzz.asking.engine import Operation
from vertrag.fuzz.choosing.choices import Choices
from vertrag.fuzz.events import Chosen, Untested


@dataclass(frozen=True, slots=True)
class Scope:
    """The labels of the operations that a run is about, what it must skip of them, and what was left out."""

    operations: tuple[str, ...]
    skipped: tuple[Untested, ...]
    left_out: tuple[Chosen, ...]

    @property
    def untouched(self) -> frozenset[str]:
        """Operations that get no requests of their own."""
        skipped = {entry.operation for entry in self.skipped}
        return frozenset(skipped | {entry.operation for entry in self.left_out})

    def barred(self, choices: Choices) -> frozenset[str]:
        """Operations that must get no request at all: those that the settings skip."""
        return frozenset(each.operation for each in self.left_out if choices.of(each.operation).skip)


def scope_of(
    operations: Sequence[Operation],
    choices: Choices,
    left_out: Mapping[str, str],
    *,
    allow_writes: bool,
) -> Scope:
    """The scope of a run; `left_out` has a reason for each operation that is not wanted."""
    reasons = dict(left_out)
    for operation in operations:
        choice = choices.of(operation.label)
        if choice.skip:
            reasons.setdefault(operation.label, choice.reason or "the settings skip it")
    wanted = [operation for operation in operations if operation.label not in reasons]
    return Scope(
        tuple(operation.label for operation in wanted),
        tuple(_skipped(wanted, choices, allow_writes=allow_writes)),
        tuple(Chosen(each.label, reasons[each.label]) for each in operations if each.label in reasons),
    )


def _skipped(operations: Sequence[Operation], choices: Choices, *, allow_writes: bool) -> Iterator[Untested]:
    for operation in operations:
        may_write = allow_writes or choices.of(operation.label).allow_writes
        if operation.flaw:
            yield Untested(operation.label, f"the document is broken here: {operation.flaw}")
        elif operation.is_unknown:
            yield Untested(operation.label, f"the engine has no tests for the method {operation.method}")
        elif not (may_write or operation.marked_safe or operation.method in SAFE_METHODS):
            hint = "pass --allow-writes, or mark the operation x-safe: true"
            yield Untested(operation.label, f"{operation.method} may change data", hint)
