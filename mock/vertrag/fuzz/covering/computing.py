"""Counts how often each declared invariant could be computed: one that never could tests nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from vertrag.contract.promises import Promise
from vertrag.oracles.declarations import verdicts
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.seen import Seen


@dataclass(slots=True)
class Computing:
    """Which promises were met, where first and how often, and which of them could be computed."""

    grounds: Grounds
    _met: dict[Promise, tuple[str, int]] = field(default_factory=dict)
    _computed: set[Promise] = field(default_factory=set)

    def note(self, exchange: Seen) -> None:
        """Count what was declared of one answer."""
        for _, promise, kept in verdicts(self.grounds, exchange):
            label, count = self._met.get(promise, (exchange.operation.label, 0))
            self._met[promise] = (label, count + 1)
            if kept is not None:
                self._computed.add(promise)

    def never(self) -> Iterator[tuple[str, str]]:
        """What could never be computed: the operation where it was met first, and what to say of it."""
        for promise, (label, count) in self._met.items():
            if promise not in self._computed:
                lacking = f"{count} answers lacked what it speaks of"
                yield label, f"the invariant {promise.expression!r} was never computed: {lacking}"
