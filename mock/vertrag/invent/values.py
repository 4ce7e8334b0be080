"""Invents a value that satisfies a schema: by meaning first, by shape else.

Laws
1. Choose, construct, check: every choice of a schema is walked, the natural one first; what is constructed
   on a way that promises too little is checked, and the walk goes on where it does not hold.
2. The value is a pure function of schema, label, arguments and seed.
3. The work is counted in steps and not in time, so that a slow machine invents the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from vertrag.contract.inference.naming import joined
from vertrag.contract.loading.document import Document
from vertrag.contract.promises import NAME as PROMISES
from vertrag.contract.promises import Promise, holds, promises_of
from vertrag.contract.schema.schemas import Direction
from vertrag.errors import DocumentError
from vertrag.invent.containers import Containers
from vertrag.invent.demands import Choices, Demand, Nodes
from vertrag.invent.meanings import fitting, meant
from vertrag.invent.numbers import numbers
from vertrag.invent.requests import Asked
from vertrag.invent.satisfaction import Checks, fits
from vertrag.invent.spots import NOTHING, Impossible, Spot, Undecided
from vertrag.invent.strings import Pick, enclosed, strings
from vertrag.invent.subjects import Subject
from vertrag.invent.wording import Wording
from vertrag.world.draws import Draws, key_of, word_at

__all__ = ["Impossible", "Undecided", "invent"]

_LONG_KIND = 1_000  # characters: what is longer is hashed once instead of at every draw
_STEPS = 10_000  # less than a tenth of a second of looking for a way through a hostile schema
_TURNS = 12  # of looking for a value that keeps what its schema promises in words of its own
_PLENTY = 4_000  # steps that must be left if what is optional is to be added
_FOR_THE_NEARER = 1_500  # and so many more for each object or list around it: what lies deep is read least


def invent(
    document: Document,
    schema: Any,
    *,
    label: str = "",
    arguments: Mapping[str, Any] | None = None,
    seed: int = 1,
    direction: Direction = "response",
) -> Any:
    """A value for a schema of the document.

    `label` is the method and path template of the operation, `arguments` what was asked: the path's last
    parameter becomes the id of the value, page sizes and members of the same name are honoured. Raises
    `Impossible` where no value is found, `Undecided` where there may be one all the same.
    """
    if schema is None:
        schema = True
    try:
        for plenty in (_PLENTY, _STEPS):
            inventor = _Inventor(document, direction, label, arguments or {}, seed, plenty)
            try:
                return inventor.value((schema,), Spot())
            except _Spent:
                continue  # with less: what is optional may be what takes so long
    except DocumentError as error:
        raise Undecided(str(error)) from None
    except RecursionError:
        raise Undecided("the schema is nested too deeply") from None
    except (TypeError, ValueError, AttributeError, KeyError, ArithmeticError) as error:
        # A schema that is none, such as `required: true`; nothing is judged by it either.
        raise Undecided(f"the schema is malformed: {error}") from None
    raise Undecided("no value was found in reasonable time")


class _Spent(Exception):  # noqa: N818 - says what happened to the steps
    """All steps are taken."""


class _Inventor:
    """Invents the values of one answer."""

    def __init__(
        self,
        document: Document,
        direction: Direction,
        label: str,
        arguments: Mapping[str, Any],
        seed: int,
        plenty: int,
    ) -> None:
        self._wording = wording = Wording(document, direction)
        self._path_keys = document.path_keys
        self._seed = seed
        kind = f"{label} {sorted(arguments.items())}"
        self._kind = kind if len(kind) < _LONG_KIND else sha256(kind.encode("utf-8", "replace")).hexdigest()
        self._steps = _STEPS
        self._plenty = plenty
        self._asked = Asked(label, arguments)
        self._checks = Checks(wording)
        self._choices = Choices(wording, self._spend)
        self._containers = Containers(
            self.value, self._checks, self._pick_once, self._is_scarce, self._is_running_out
        )
        self._seeking = False
        self._subjects: dict[tuple[str, str, int], Subject] = {}

    def value(self, nodes: Nodes, spot: Spot) -> Any:
        """A value that satisfies all the schemas; `Impossible` where none is found."""
        for demand in self._choices.of(nodes, spot.trail, spot.index + spot.turn):
            for value in self._given(demand, spot):
                if self._spend() and all(self._checks.hold(node, value) for node in nodes):
                    return value
            for value in self._constructed(demand, spot.within(demand.references)):
                self._spend()
                if self._holds(demand, nodes, value):
                    return self._kept(demand, nodes, spot, value)
            for value in _examples(demand, spot):
                if self._spend() and all(self._checks.hold(node, value) for node in nodes):
                    return value
        raise Impossible(
            "no value was found that satisfies the schema" + (f" at {spot.path}" if spot.path else "")
        )

    def _spend(self, cost: int = 1) -> bool:
        self._steps -= cost
        if self._steps < 0:
            raise _Spent
        return True

    def _is_scarce(self, spot: Spot) -> bool:
        return self._steps < self._plenty + _FOR_THE_NEARER * spot.depth

    def _is_running_out(self) -> bool:
        return self._steps < self._plenty // 2

    def _holds(self, demand: Demand, nodes: Nodes, value: Any) -> bool:
        if demand.doubtful:
            return all(self._checks.hold(node, value) for node in nodes)
        # Objects and lists were built from the clauses, and what they hold was checked when it was made.
        return isinstance(value, dict | list) or all(fits(clause, value) for clause in demand.clauses)

    def _kept(self, demand: Demand, nodes: Nodes, spot: Spot, value: Any) -> Any:
        """The value, or one of a later turn that keeps what the schema promises; the first if none does."""
        promised = [each for stated in demand.every(PROMISES) for each in promises_of({PROMISES: stated})]
        turn = spot.turn
        while promised and not _is_kept(promised, value) and turn < spot.turn + _TURNS and not self._seeking:
            turn += 1
            with self._seek():
                other = self.value(nodes, replace(spot, turn=turn))
            if _is_kept(promised, other):
                return other
        return value

    @contextmanager
    def _seek(self) -> Iterator[None]:
        """While one value is looked for, those in it are taken as they come."""
        self._seeking = True
        try:
            yield
        finally:
            self._seeking = False

    def _given(self, demand: Demand, spot: Spot) -> Iterator[Any]:
        """Values that the request or the document gives."""
        yield from self._asked.answers(spot)
        offered = demand.offered()
        if offered is not None:
            yield from fitting(spot.name, self._subject(spot), offered) if spot.name else ()
            yield from _turned(offered, self._pick_once(spot, max(len(offered), 1)) + spot.turn)
        elif not spot.is_repeated:
            yield from (
                example for example in _examples(demand, spot) if not isinstance(example, dict | list)
            )

    def _constructed(self, demand: Demand, spot: Spot) -> Iterator[Any]:
        if demand.offered() is not None:
            return
        examples = _examples(demand, spot)
        kinds = demand.types()
        if demand.is_open and not spot.path:
            kinds.sort(key=lambda kind: kind != "object")  # a whole body is an object, where nobody says what
        for kind in kinds:
            if kind == "object":
                yield from self._containers.objects(demand, _shown(spot, examples, dict))
            elif kind == "array":
                page = self._asked.page_size(spot)
                yield from self._containers.lists(demand, _shown(spot, examples, list), page)
            else:
                yield from self._scalars_for_paths(demand, spot, kind)
                yield from self._scalars(demand, spot, kind)

    def _scalars_for_paths(self, demand: Demand, spot: Spot, kind: str) -> Iterator[Any]:
        """Values that paths take: `{accountId}` takes an `accountId`, and the `id` of an account."""
        names = (joined(spot.name), joined(f"{spot.thing} {spot.name}")) if spot.name else ()
        for key in filter(None, map(self._path_keys.get, names)):
            asked = self._wording.of(key)
            narrowed = replace(demand, clauses=(*demand.clauses, asked))
            if kind in narrowed.types():
                yield from (value for value in self._scalars(narrowed, spot, kind) if fits(asked, value))

    def _scalars(self, demand: Demand, spot: Spot, kind: str) -> Iterator[Any]:
        pick = self._pick(spot)
        if kind == "null":
            yield None
        elif kind == "boolean":
            start = self._pick_once(spot, 2) if spot.index else 0  # true, where nothing tells it apart
            yield from _turned([True, False], start + spot.turn)
        elif kind == "string":
            ordinal = spot.index + 1 + spot.turn if spot.is_repeated else 0
            yield from self._enclosed(demand, spot)
            yield from strings(demand, self._said(demand, spot), self._subject(spot), pick, ordinal)
        elif kind in ("integer", "number"):
            whole = kind == "integer"
            yield from (number for said in self._said(demand, spot) for number in _numeric(said, whole=whole))
            yield from numbers(
                # A small range is walked, turn by turn: so lists find all its numbers.
                demand,
                lambda bound: (self._pick_once(spot, bound) + spot.turn) % bound,
                whole=whole,
            )

    def _enclosed(self, demand: Demand, spot: Spot) -> Iterator[str]:
        """Texts whose content is described (JSON Schema 2020-12 §8.5)."""
        described = tuple(demand.every("contentSchema"))
        if described and demand.every("contentMediaType"):
            try:
                content = self.value(described, spot.member("content", frozenset(), spot.thing, NOTHING))
            except Impossible:
                return  # nobody judges the content: any will do
            yield from enclosed(demand, content, str(content))

    def _said(self, demand: Demand, spot: Spot) -> Iterator[Any]:
        """What the subject of the spot says by the names that the schema and its member have."""
        text = " ".join(str(words) for words in (*demand.every("title"), *demand.every("description")))
        yield from meant(spot.name, self._subject(spot), thing=spot.thing, members=spot.members, text=text)

    def _subject(self, spot: Spot) -> Subject:
        key = (spot.role, spot.series, spot.index)
        if key not in self._subjects:
            draw = Draws(self._seed, f"{self._kind} {spot.role}").of(spot.turn)
            series = Draws(self._seed, f"{self._kind} {spot.series}").of(0)
            place = None if spot.in_list else self._asked.place
            self._subjects[key] = Subject(draw, series, spot.index, place)
        return self._subjects[key]

    def _pick(self, spot: Spot) -> Pick:
        key, drawn = key_of(self._seed, self._kind, spot.path), spot.turn << 20

        def pick(bound: int) -> int:
            nonlocal drawn
            drawn += 1
            return ((word_at(key, drawn) >> 32) * bound) >> 32

        return pick

    def _pick_once(self, spot: Spot, bound: int) -> int:
        return ((word_at(key_of(self._seed, self._kind, f"{spot.path}#"), bound) >> 32) * bound) >> 32


def _is_kept(promised: Sequence[Promise], value: Any) -> bool:
    return all(holds(promise, {"self": value}) is not False for promise in promised)


def _examples(demand: Demand, spot: Spot) -> list[Any]:
    """What the document gives as an example, the widest example first."""
    found = [] if spot.example is NOTHING else [spot.example]
    found += demand.every("example")
    for examples in demand.every("examples"):
        found += examples if isinstance(examples, list) else []
    return found + [default for default in demand.every("default") if default is not None]


def _shown(spot: Spot, examples: list[Any], kind: type) -> Spot:
    """The spot with the example from which members and items take theirs."""
    if spot.is_repeated and spot.example is NOTHING:
        return spot
    return replace(spot, example=next((each for each in examples if isinstance(each, kind)), NOTHING))


def _numeric(said: Any, *, whole: bool) -> Iterator[int | float]:
    """What was said as a number; moments are Unix seconds."""
    if isinstance(said, datetime):
        yield int(said.timestamp())
    elif isinstance(said, str) and said.isdecimal():
        yield int(said)
    elif isinstance(said, int | float):
        yield round(said) if whole else said


def _turned(values: list[Any], start: int) -> list[Any]:
    start %= max(len(values), 1)
    return values[start:] + values[:start]
