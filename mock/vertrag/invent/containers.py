"""Builds objects and lists from their demands; what they hold is made by whoever they are built for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from vertrag.contract.inference.naming import joined
from vertrag.invent.demands import Demand, Nodes, marks_of
from vertrag.invent.regexes import texts
from vertrag.invent.satisfaction import Checks, canonical, matches
from vertrag.invent.spots import NOTHING, Impossible, Spot, Value

_DEEPEST = 5  # objects: deeper ones have their required members only
_LONGEST = 10_000  # items or members: a longer one is nobody's wish
_TURNS = 24  # attempts at an item that must differ from those before it
_FEW_TURNS = 4  # and at one that had better
_VARIED = 100  # items that are made one by one; those of a longer list repeat them
_ENTRIES = 2  # of an object whose members have no names of their own


@dataclass(frozen=True, slots=True)
class Containers:
    """Builds what holds other values; `value` makes those, `pick` draws below a bound at a spot.

    Where it `is_scarce` at a spot, only what must be there is added; where it is `running_out`, lists end.
    """

    value: Value
    checks: Checks
    pick: Callable[[Spot, int], int]
    is_scarce: Callable[[Spot], bool]
    running_out: Callable[[], bool]

    def objects(self, demand: Demand, spot: Spot) -> Iterator[dict[str, Any]]:
        """Objects for a demand: first with all members, then with the required ones only."""
        natural = not self.is_scarce(spot) and spot.depth < _DEEPEST
        for everything in (True, False) if natural else (False,):
            try:
                yield self._object(demand, spot, everything=everything)
            except Impossible:
                continue  # with fewer members, or another choice

    def _object(self, demand: Demand, spot: Spot, *, everything: bool) -> dict[str, Any]:
        required = _with_dependents(demand, demand.required())
        least, most = demand.most("minProperties"), demand.least("maxProperties")
        if least > _LONGEST or (most is not None and len(required) > most):
            raise Impossible("the object must have too many members")
        names = list(dict.fromkeys([*demand.declared(), *required]))
        here = _Members(demand, spot, _thing(demand, spot), frozenset(map(joined, names)))
        made = {name: self._member(here, name) for name in required}
        room = (len(names) if most is None else most) if everything else least
        for name in names:
            if name not in made and len(made) < room and not self.is_scarce(spot):
                self._add(here, made, name)
        wanted = max(least, _ENTRIES) if everything and not names and _is_map(demand) else least
        self._fill(here, made, wanted if most is None else min(wanted, most))
        if len(made) < least:
            raise Impossible("the object must have more members than it may")
        return {name: made[name] for name in (*names, *made) if name in made}

    def _member(self, here: "_Members", name: str) -> Any:
        if not all(self.checks.hold(schema, name) for schema in here.demand.every("propertyNames")):
            raise Impossible(f"the required member {name!r} has a name that is not allowed")
        nodes = here.demand.member(name, matches)
        marks = marks_of(here.demand.every("discriminator"), name, here.thing)
        preferred = ({"anyOf": [{"enum": marks}, True]},) if marks else ()
        return self.value((*nodes, *preferred), here.spot_of(name))

    def _add(self, here: "_Members", made: dict[str, Any], name: str) -> None:
        if any(other not in made for other in _with_dependents(here.demand, [name])[1:]):
            return
        try:
            made[name] = self._member(here, name)
        except Impossible:
            return  # what is optional may be missing

    def _fill(self, here: "_Members", made: dict[str, Any], wanted: int) -> None:
        """Add members that nobody declared until there are enough."""
        if len(made) >= wanted:
            return
        for name in self._new_names(here.demand, here.spot):
            if name not in made:
                self._add(here, made, name)
            if len(made) >= wanted:
                return

    def _new_names(self, demand: Demand, spot: Spot) -> Iterator[str]:
        patterns = [
            pattern
            for patterns in demand.every("patternProperties")
            for pattern, schema in patterns.items()
            if schema is not False
        ]
        for turn in range(max(_TURNS, demand.most("minProperties")) if patterns else 0):
            for pattern in patterns:
                for name in texts(pattern, partial(self._below, replace(spot, turn=turn)), 0, None):
                    yield from (name, f"{name}{turn}")
        naming = tuple(demand.every("propertyNames"))
        for turn in range(_TURNS if naming else 0):
            at = Spot(path=f"{spot.path}/*", turn=turn, index=turn)
            try:
                yield self.value((*naming, {"type": "string"}), at)
            except Impossible:
                break
        yield from (f"beispiel{number}" for number in range(1, demand.most("minProperties") + _TURNS))

    def _below(self, spot: Spot, bound: int) -> int:
        return (self.pick(spot, bound) + spot.turn) % bound

    def lists(self, demand: Demand, spot: Spot, page: int | None) -> Iterator[list[Any]]:
        """Lists for a demand: of a natural length or that of the page, then of the fewest and most items."""
        least = max(demand.most("minItems"), 0)
        most = demand.least("maxItems")
        asked = sum(clause.get("minContains", 1) for clause in demand.clauses if "contains" in clause)
        prefix = max(map(len, demand.every("prefixItems")), default=0)
        usual = max(least, prefix or asked + self._natural(spot, page))
        longest = _LONGEST if most is None else min(most, _LONGEST)
        usual = min(usual, longest)
        lengths = dict.fromkeys((usual, prefix, least, asked, asked + prefix, least + 1, most or 0))
        for length in (length for length in lengths if least <= length <= longest):
            for contained in _placements(demand, length):
                try:
                    made = self._list(demand, spot, contained, length if asked else max(least, prefix))
                except Impossible:
                    continue  # another place or length may do
                if len(made) >= least:
                    yield made

    def _natural(self, spot: Spot, page: int | None) -> int:
        if page is not None:
            return page
        if isinstance(spot.example, list) and spot.example:
            return len(spot.example)
        if self.is_scarce(spot) or spot.depth > _DEEPEST:
            return 0
        return 2 + self.pick(spot, 4 if spot.depth < 2 else 2)

    def _list(self, demand: Demand, spot: Spot, contained: list[Nodes], least: int) -> list[Any]:
        """A list with what each item must be besides; at least so long even where its items repeat."""
        made: list[Any] = []
        known: set[Any] = set()
        must_differ = any(demand.every("uniqueItems"))
        for index, wanted in enumerate(contained):
            if index >= least and self.running_out():
                break  # a short page is better than none
            nodes = (*demand.item(index), *wanted)
            before = index - _VARIED
            if before >= 0 and not must_differ and nodes == (*demand.item(before), *contained[before]):
                made.append(made[before])
                continue
            item = self._item(nodes, spot, index, known, must_differ=must_differ)
            if item is NOTHING and (index >= least or must_differ):
                break
            made.append(self.value(nodes, spot.item(index, 0, NOTHING)) if item is NOTHING else item)
            known.add(canonical(made[-1]))
        return made

    def _item(self, nodes: Nodes, spot: Spot, index: int, known: set[Any], *, must_differ: bool) -> Any:
        """The item at an index, unlike the known ones; NOTHING where no such item is found."""
        example = NOTHING
        if isinstance(spot.example, list) and index < len(spot.example):
            example = spot.example[index]
        for turn in range(_TURNS + index if must_differ else _FEW_TURNS):
            item = self.value(nodes, spot.item(index, turn, example))
            if isinstance(item, list | dict) and not must_differ:
                return item
            if canonical(item) not in known:
                return item
        return NOTHING


@dataclass(frozen=True, slots=True)
class _Members:
    """What the members of one object have in common; `names` are all of them in plain letters."""

    demand: Demand
    spot: Spot
    thing: str
    names: frozenset[str]

    def spot_of(self, name: str) -> Spot:
        example = self.spot.example
        known = example.get(name, NOTHING) if isinstance(example, Mapping) else NOTHING
        return self.spot.member(name, self.names, self.thing, known)


def _placements(demand: Demand, length: int) -> Iterator[list[Nodes]]:
    """What `contains` asks of each item: its items are the last of the list, else they stand elsewhere."""
    clauses = [clause for clause in demand.clauses if "contains" in clause]
    if not clauses:
        yield [()] * length
        return
    counts = [clause.get("minContains", 1) for clause in clauses]
    apart = [length - sum(counts[: at + 1]) for at in range(len(counts))]
    together = ([start] * len(counts) for start in range(length - max(counts), -1, -1)[:_TURNS])
    for starts in (apart, *together):
        yield [tuple(_contained(clauses, starts, index)) for index in range(length)]


def _contained(clauses: list[Mapping[str, Any]], starts: list[int], index: int) -> Iterator[Any]:
    for clause, start in zip(clauses, starts, strict=True):
        if start <= index < start + clause.get("minContains", 1):
            yield clause["contains"]
        elif "maxContains" in clause:
            yield {"not": clause["contains"]}


def _with_dependents(demand: Demand, names: list[str]) -> list[str]:
    """The names, and those that must be there with them."""
    found = list(names)
    for name in found:
        for dependents in demand.every("dependentRequired"):
            found += [other for other in dependents.get(name) or () if other not in found]
    return found


def _is_map(demand: Demand) -> bool:
    extras = [*demand.every("additionalProperties"), *demand.every("patternProperties")]
    return any(isinstance(schema, Mapping) for schema in extras)


def _thing(demand: Demand, spot: Spot) -> str:
    """What the object is called: by its named schema, else by the member that it is."""
    for reference in demand.references:
        return reference.rpartition("/")[2]
    return spot.name if spot.name and not spot.is_item else ""
