"""What a value must satisfy once every choice of its schema is made: a list of plain clauses.

Laws
1. A demand is a conjunction: nothing is merged, every question is asked of all clauses.
2. The compositions of a schema (allOf, anyOf, oneOf, not, if, dependentSchemas) are choices; `Choices` walks
   them one by one, the natural ones first.
3. A demand is doubtful where its clauses alone do not promise that the whole schema holds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Any

from vertrag.invent.distinction import apart
from vertrag.invent.negation import TYPES, negations
from vertrag.invent.satisfaction import canonical
from vertrag.invent.wording import Schema, Wording

Nodes = tuple[Any, ...]

DEEPEST = 2
"""How often a value may hold a value of the same named schema, itself counted."""
_DOUBTFUL = frozenset(
    {
        *("not", "oneOf", "if", "contains", "uniqueItems", "minProperties", "maxProperties", "propertyNames"),
        *("dependentRequired", "dependentSchemas", "patternProperties"),
    }
)
_CHOICES = frozenset({"anyOf", "oneOf", "not", "if", "dependentSchemas"})
"""The compositions that offer more than one way on."""
_SIGNS: Mapping[str, frozenset[str]] = {
    # The type that a schema without `type` has in mind.
    "object": frozenset({"properties", "required", "additionalProperties", "patternProperties"})
    | {"minProperties", "maxProperties", "propertyNames", "dependentRequired", "dependentSchemas"},
    "array": frozenset({"items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"}),
    "string": frozenset({"pattern", "format", "minLength", "maxLength"}),
    "number": frozenset(
        {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"} | {"multipleOf"},
    ),
}


@dataclass(frozen=True, slots=True)
class Demand:
    """A conjunction of clauses without compositions; `references` names the schemas that they came from."""

    clauses: tuple[Schema, ...]
    references: tuple[str, ...] = ()
    doubtful: bool = False

    def every(self, keyword: str) -> list[Any]:
        """All that the clauses say under a keyword."""
        return [clause[keyword] for clause in self.clauses if keyword in clause]

    def most(self, keyword: str, default: int = 0) -> int:
        """The greatest of the lower bounds under a keyword."""
        return max((int(bound) for bound in self.every(keyword)), default=default)

    def least(self, keyword: str) -> int | None:
        """The least of the upper bounds under a keyword."""
        return min((int(bound) for bound in self.every(keyword)), default=None)

    def offered(self) -> list[Any] | None:
        """The values that const and enum leave; None where neither is said."""
        lists = [*self.every("enum"), *([value] for value in self.every("const"))]
        if not lists:
            return None
        rest = [set(map(canonical, values)) for values in lists[1:]]
        return [value for value in lists[0] if all(canonical(value) in values for values in rest)]

    def types(self) -> list[str]:
        """The types that a value may have, the most natural first and null last; integer before number."""
        stated = [_types(kind) for kind in self.every("type")]
        allowed = [name for name in (stated[0] if stated else TYPES) if all(name in each for each in stated)]
        keywords = frozenset(chain.from_iterable(self.clauses))
        signs = [name for name, words in _SIGNS.items() if words & keywords]
        signs += ["integer"] if "number" in signs and stated else []
        return sorted(allowed, key=lambda name: (name == "null", bool(signs) and name not in signs))

    @property
    def is_open(self) -> bool:
        """Whether nothing at all is said of the value."""
        return not self.every("type") and not any(
            words & set(chain(*self.clauses)) for words in _SIGNS.values()
        )

    def required(self) -> list[str]:
        """The names of the members that must be there."""
        return list(dict.fromkeys(chain.from_iterable(self.every("required"))))

    def declared(self) -> list[str]:
        """The names of the members that are described."""
        return list(dict.fromkeys(chain.from_iterable(self.every("properties"))))

    def member(self, name: str, matches: Callable[[str, str], bool]) -> Nodes:
        """The schemas that a member of that name must satisfy."""
        found: list[Any] = []
        evaluated = False
        for clause in self.clauses:
            members, patterns = clause.get("properties") or {}, clause.get("patternProperties") or {}
            own = [members[name]] if name in members else []
            own += [schema for pattern, schema in patterns.items() if matches(pattern, name)]
            if not own and "additionalProperties" in clause:
                own = [clause["additionalProperties"]]
            evaluated |= bool(own)
            found += own
        return tuple(found if evaluated else self.every("unevaluatedProperties"))

    def item(self, index: int) -> Nodes:
        """The schemas that the item at an index must satisfy."""
        found: list[Any] = []
        evaluated = False
        for clause in self.clauses:
            prefix = clause.get("prefixItems") or ()
            own = [prefix[index]] if index < len(prefix) else [clause["items"]] if "items" in clause else []
            evaluated |= bool(own)
            found += own
        return tuple(found if evaluated else map(self._unevaluated, self.every("unevaluatedItems")))

    def _unevaluated(self, schema: Any) -> Any:
        """What an item may be that only `contains` evaluates (JSON Schema 2020-12 §10.3.1.3)."""
        contained = self.every("contains")
        return {"anyOf": [*contained, schema]} if contained else schema


def _types(stated: Any) -> list[str]:
    names = [stated] if isinstance(stated, str) else [str(name) for name in stated]
    return [each for name in names for each in (("number", "integer") if name == "number" else (name,))]


class Choices:
    """Walks the choices of schemas; `spend` is told the cost of every step and may end the walk."""

    def __init__(self, wording: Wording, spend: Callable[[int], object]) -> None:
        self._wording = wording
        self._spend = spend
        self._apart: dict[int, tuple[Sequence[Any], Mapping[int, Schema]]] = {}

    def of(self, nodes: Nodes, trail: tuple[str, ...], turn: int) -> Iterator[Demand]:
        """The demands of which a value needs to satisfy one.

        `trail` names the schemas that the value lies within; `turn` says with which branch to begin.
        """
        return self._walk(nodes, Demand(()), trail, turn)

    def _walk(self, pending: Nodes, made: Demand, trail: tuple[str, ...], turn: int) -> Iterator[Demand]:
        while pending:
            node, pending = pending[0], pending[1:]
            if node is False:
                return
            if not isinstance(node, Mapping):
                continue
            clause = self._wording.of(node)
            references = made.references
            for reference in _references(clause):
                if trail.count(reference) >= DEEPEST:
                    return
                if reference not in references:
                    references = (*references, reference)
                    pending = (self._wording.target(reference), *pending)
            is_doubtful = made.doubtful or not _DOUBTFUL.isdisjoint(clause)
            now = Demand((*made.clauses, clause), references, is_doubtful)
            if made.clauses and "type" in clause and not now.types():
                return
            made = now
            if _CHOICES.isdisjoint(clause):
                self._spend(1 + len(made.clauses) // 64)  # there is one way on, and it may be long
                pending = (*clause.get("allOf", ()), *pending)
                continue
            for chosen in product(*self._alternatives(clause, turn)):
                self._spend(1 + len(made.clauses))
                yield from self._walk((*chain.from_iterable(chosen), *pending), made, trail, turn)
            return
        self._spend(1)
        yield made

    def _alternatives(self, clause: Schema, turn: int) -> Iterator[Iterable[Nodes]]:
        """For each composition its alternatives, each a list of schemas to satisfy as well."""
        if "allOf" in clause:
            yield [tuple(clause["allOf"])]
        if "anyOf" in clause:
            together = [tuple(clause["anyOf"])] if len(clause["anyOf"]) > 1 else []
            yield [*self._any_of(clause, "anyOf", turn), *together]
        if "oneOf" in clause:
            yield self._one_of(clause, turn)
        if "not" in clause:
            yield [(), *((broken,) for broken in self._broken(clause["not"]))]
        if "if" in clause and ("then" in clause or "else" in clause):
            condition = clause["if"]
            yield [(condition, clause.get("then", True)), ({"not": condition}, clause.get("else", True))]
        for name, schema in (clause.get("dependentSchemas") or {}).items():
            yield [(schema,), ({"properties": {name: False}},)]

    def _one_of(self, clause: Schema, turn: int) -> list[Nodes]:
        """Each branch, in the hope that the others do not hold, then each told apart, then others broken."""
        branches = _turned(clause["oneOf"], turn)
        marked = self._any_of(clause, "oneOf", turn)
        if len(branches) < 2:
            return marked
        others = {
            id(branch): [{"not": other} for other in branches if other is not branch] for branch in branches
        }
        told = self._told_apart(clause["oneOf"])
        broken = ((*choice, *others[id(choice[0])]) for choice in marked)
        return [*marked, *((branch, told[id(branch)]) for branch in branches if id(branch) in told), *broken]

    def _told_apart(self, branches: Sequence[Any]) -> Mapping[int, Schema]:
        """For the branches that can be told apart what does so, by their ids."""
        known = self._apart.get(id(branches))
        if known is None:
            found = (
                (id(each), apart(self._wording, each, [other for other in branches if other is not each]))
                for each in branches
            )
            known = branches, {which: schema for which, schema in found if schema is not None}
            self._apart[id(branches)] = known  # with the branches, so that no others can come by their id
        return known[1]

    def _any_of(self, clause: Schema, keyword: str, turn: int) -> list[Nodes]:
        """Each branch, where there is a discriminator first with its mark."""
        branches = _turned(clause[keyword], turn)
        marks = [_mark(clause.get("discriminator"), branch) for branch in branches]
        marked = [(branch, mark) for branch, mark in zip(branches, marks, strict=True) if mark]
        return [*marked, *((branch,) for branch in branches)]

    def _broken(self, schema: Any, seen: frozenset[str] = frozenset()) -> Iterator[Any]:
        if not isinstance(schema, Mapping):
            yield from negations(schema)
            return
        clause = self._wording.of(schema)
        yield from negations(clause)
        for reference in _references(clause):
            if reference not in seen:
                yield from self._broken(self._wording.target(reference), seen | {reference})


def _turned(branches: Sequence[Any], turn: int) -> list[Any]:
    """The branches, beginning with another one each turn; null comes last."""
    start = turn % max(len(branches), 1)
    turned = [*branches[start:], *branches[:start]]
    return sorted(turned, key=lambda branch: isinstance(branch, Mapping) and branch.get("type") == "null")


def marks_of(discriminators: Sequence[Any], member: str, thing: str) -> list[str]:
    """What a member that tells schemas apart says in a value of the schema called `thing`."""
    for discriminator in discriminators:
        if not isinstance(discriminator, Mapping) or discriminator.get("propertyName") != member:
            continue
        mapping = discriminator.get("mapping") or {}
        own = [mark for mark, target in mapping.items() if str(target).rpartition("/")[2] == thing]
        return own or list(mapping) or [thing]
    return []


def _mark(discriminator: Any, branch: Any) -> Schema | None:
    """What the discriminator wants to read in a value of the branch (OAS 3.1 §4.8.25)."""
    if not isinstance(discriminator, Mapping) or not isinstance(branch, Mapping) or "$ref" not in branch:
        return None
    name = branch["$ref"].rpartition("/")[2]
    mapped = discriminator.get("mapping") or {}
    marks = [mark for mark, target in mapped.items() if target in (name, branch["$ref"])] or [name]
    member = discriminator.get("propertyName")
    return {"type": "object", "required": [member], "properties": {member: {"enum": marks}}}


def _references(clause: Schema) -> list[str]:
    return [clause[word] for word in ("$ref", "$dynamicRef") if isinstance(clause.get(word), str)]
