"""What a run covered of a document: pure bookkeeping over exchanges, by operation.

1. A rule is covered on two sides: a request kept it, and a request broke it.
2. What was sent counts, whatever came back; a response counts when it came.
3. Two records of one document unite: what either covered is covered.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from vertrag.contract.inference.positions import NOWHERE, Place, value_at
from vertrag.fuzz.covering.territory import Rule, Territory, territory
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.seen import Seen


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was covered of one operation and what was missed; the first word of each is its kind."""

    operation: str
    covered: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """How many were covered and how many there are, by kind."""
        covered = Counter(point.partition(" ")[0] for point in self.covered)
        missed = Counter(point.partition(" ")[0] for point in self.missed)
        return {kind: (covered[kind], covered[kind] + missed[kind]) for kind in (covered | missed)}

    @property
    def share(self) -> float:
        """The covered share, of 1."""
        return len(self.covered) / max(1, len(self.covered) + len(self.missed))


@dataclass(slots=True)
class Survey:
    """Notes what the exchanges of one run cover."""

    grounds: Grounds
    _territories: dict[str, Territory] = field(default_factory=dict)
    _covered: dict[str, set[str]] = field(default_factory=dict)

    def note(self, exchange: Seen) -> None:
        """Take in one exchange."""
        known = self._territory(exchange)
        self._covered[known.operation.label].update(_covered(known, exchange))

    def coverage(self, labels: Iterable[str]) -> tuple[Coverage, ...]:
        """What was covered of the operations with these labels, those that were never met included."""
        found = []
        for operation in self.grounds.contract.operations:
            if operation.label in set(labels):
                points = tuple(dict.fromkeys(territory(self.grounds, operation).points()))
                covered = self._covered.get(operation.label, set())
                yes = tuple(point for point in points if point in covered)
                found.append(Coverage(operation.label, yes, tuple(p for p in points if p not in covered)))
        return tuple(found)

    def _territory(self, exchange: Seen) -> Territory:
        label = exchange.operation.label
        if label not in self._territories:
            self._territories[label] = territory(self.grounds, exchange.operation)
            self._covered[label] = set()
        return self._territories[label]


def counted(records: Iterable[Coverage]) -> dict[str, tuple[int, int]]:
    """How many parts were covered and how many there are, by kind, over several operations."""
    found: dict[str, tuple[int, int]] = {}
    for record in records:
        for kind, (covered, whole) in record.counts.items():
            before = found.get(kind, (0, 0))
            found[kind] = (before[0] + covered, before[1] + whole)
    return found


def united(records: Iterable[Coverage]) -> tuple[Coverage, ...]:
    """The records of several runs as one."""
    points: dict[str, dict[str, bool]] = {}
    for record in records:
        known = points.setdefault(record.operation, {})
        for point in (*record.covered, *record.missed):
            known[point] = known.get(point, False) or point in record.covered
    return tuple(_sorted(label, known) for label, known in points.items())


def _sorted(label: str, known: Mapping[str, bool]) -> Coverage:
    yes = tuple(point for point, is_covered in known.items() if is_covered)
    return Coverage(label, yes, tuple(point for point in known if point not in yes))


def _covered(known: Territory, exchange: Seen) -> Iterator[str]:
    status = exchange.response.status
    if status < 300:
        yield "operation succeeds"
    for name in (str(status), f"{status // 100}XX", "default"):
        if name in exchange.operation.responses:
            yield f"response {name}"
            break
    given = _given(exchange)
    for location, parameters in exchange.operation.parameters.items():
        for parameter in parameters:
            sent_as = parameter.sent_as.lower() if location == "header" else parameter.sent_as
            is_given = location == "path" or any(
                name == sent_as or name.startswith(f"{sent_as}[") for name in given.get(location, ())
            )
            yield f"parameter {location} {parameter.name} {'given' if is_given else 'left out'}"
    yield from _rules(known, exchange)


def _given(exchange: Seen) -> Mapping[str, frozenset[str]]:
    """The names that were sent, by their location."""
    headers = dict(exchange.request.headers)
    cookies = (crumb.partition("=")[0].strip() for crumb in headers.get("cookie", "").split(";"))
    return {
        "query": frozenset(name for name, _ in parse_qsl(exchange.request.query, keep_blank_values=True)),
        "header": frozenset(headers),
        "cookie": frozenset(cookies),
    }


def _rules(known: Territory, exchange: Seen) -> Iterator[str]:
    wrong = exchange.reading.violations
    broken = {(each.location, each.name, _place(each.pointer), each.rule) for each in wrong}
    for rule in known.rules:
        if (rule.location, rule.name, rule.place, rule.keyword) in broken:
            yield f"rule {rule.label} broken"
        elif _is_there(rule, exchange):
            yield f"rule {rule.label} kept"


def _is_there(rule: Rule, exchange: Seen) -> bool:
    if rule.location != "body":
        return rule.name in exchange.reading.arguments
    return bool(exchange.request.body) and value_at(exchange.reading.body, rule.place) is not NOWHERE


def _place(pointer: str) -> Place:
    """Where a JSON pointer leads, every item of a list taken for the first."""
    steps = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    return tuple(0 if step.isdigit() else step for step in steps)
