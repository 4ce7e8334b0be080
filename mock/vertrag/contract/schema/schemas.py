"""Compiles the schemas of a document into validators, one set for requests and one for responses.

Laws
1. The whole document is rewritten once into JSON Schema 2020-12 and registered under a URN, so that
   every reference, circular or not, resolves inside the compiler and every error names a place in the
   author's document.
2. What OpenAPI 3.0 says in its own dialect (`nullable`, boolean exclusive bounds, siblings of `$ref`)
   is said in 2020-12; 3.1 and later already speak it.
3. `readOnly` members are not demanded of requests; `writeOnly` members are neither demanded of nor
   allowed in responses (OAS 3.0 §4.7.24.2). `directions` says which they are.
4. A schema that does not compile is a defect that is kept and said, never skipped in silence. A pattern
   without a reading is one as well; the rest of its schema judges on.
5. The schemas of a direction are compiled as one. Nobody waits for those of a large document at its start:
   the first that judge are rewritten and compiled alone while that is cheap, and then all of them. What is
   wrong with them is logged when it is found.
"""

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from time import perf_counter
from typing import Any

import jsonschema_rs

from vertrag.contract.loading.defects import Defect, place
from vertrag.contract.loading.document import Document
from vertrag.contract.loading.pointers import fragment
from vertrag.contract.schema import formats, patterns
from vertrag.contract.schema.directions import Direction
from vertrag.contract.schema.explanations import explain
from vertrag.contract.schema.extent import is_vast
from vertrag.contract.schema.rewriting import Rewriter
from vertrag.contract.violations import Location, Violation
from vertrag.errors import DocumentError

__all__ = ["Defect", "Direction", "Schemas", "Validator"]

_UNCOMPILABLE = (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError)

_URN: Mapping[Direction, str] = {"request": "urn:vertrag:request", "response": "urn:vertrag:response"}

_PATIENCE = 0.1
"""Seconds that schemas of a large document may take alone, before all of them are compiled."""

_MOST_ALONE = 200
"""Schemas that one refers to, directly or not, beyond which all of the document are compiled instead."""

log = logging.getLogger("vertrag.contract")


@dataclass
class _Batch:
    """The schemas that were asked for since the last compilation, compiled as one when the first judges.

    Compiled alone each brings a copy of all that it refers to, and may cost as much as the document: of a
    large one the first are, as long as that is cheap.
    """

    schemas: "Schemas"
    direction: Direction
    pointers: list[str] = field(default_factory=list)
    compiled: Any = None
    _alone: dict[str, Any] = field(default_factory=dict)
    _spent: float = 0.0

    def add(self, pointer: str) -> "Validator":
        self.pointers.append(pointer)
        return Validator(self, str(len(self.pointers) - 1), self.schemas.document)

    def engine(self) -> Any:
        """The compiled batch: a schema of an object whose members are judged by the schemas of the batch."""
        if self.compiled is None:
            members = {str(number): pointer for number, pointer in enumerate(self.pointers)}
            self.compiled = self.schemas.compile(self.direction, members)
            self._alone.clear()
        return self.compiled

    def engine_for(self, key: str) -> Any:
        """What judges one schema of the batch: all of it as one, or that schema alone."""
        if self.compiled is not None or not self.schemas.is_patient:
            return self.engine()
        if key not in self._alone:
            known = len(self.schemas.defects)
            alone = self._compiled_alone(key) or self.engine()
            for defect in self.schemas.defects[known:]:
                log.warning("%s: %s", defect.pointer, defect.message)
            if self.compiled is not None:
                return self.compiled
            self._alone[key] = alone
        return self._alone[key]

    def _compiled_alone(self, key: str) -> Any:
        if self._spent > _PATIENCE:
            return None
        begun = perf_counter()
        try:
            return self.schemas.compile_alone(self.direction, key, self.pointers[int(key)])
        finally:
            self._spent += perf_counter() - begun


@dataclass
class Schemas:
    """All schemas of one document; validators are compiled when first asked for and kept.

    Who is patient has them read and compiled when they judge, and learns of `defects` as late.
    `unknown_formats` lists the places of formats that judge nothing.
    """

    document: Document
    is_patient: bool = False
    defects: list[Defect] = field(default_factory=list)
    unknown_formats: list[Defect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._validators: dict[tuple[str, Direction], Validator] = {}
        self._batches: dict[Direction, _Batch] = {}
        self._has_two = self._is_too_deep = False
        if not self.is_patient:
            self._registry  # noqa: B018 - what is wrong with the document is to be said now

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        try:
            resources = [*self._resources()]
            return jsonschema_rs.Registry(resources, draft=jsonschema_rs.Draft202012)
        except RecursionError:
            if not self.is_patient:
                raise DocumentError(f"{self.document.source} is nested too deeply") from None
            self.defects.append(Defect("", "the document is nested too deeply: nothing is judged by it"))
            self._is_too_deep = True
            return jsonschema_rs.Registry([], draft=jsonschema_rs.Draft202012)
        except (jsonschema_rs.ReferencingError, ValueError) as error:
            raise DocumentError(f"{self.document.source}: {error}") from error

    def _resources(self) -> Iterator[tuple[str, Any]]:
        rewriter = Rewriter(self.document, "request")
        yield from self._rewritten("request", rewriter)
        self.unknown_formats.extend(rewriter.unknown_formats)  # both directions meet the same formats
        if not rewriter.is_the_same_for_both:
            self._has_two = True
            yield from self._rewritten("response", Rewriter(self.document, "response", rewriter))

    def _rewritten(self, direction: Direction, rewriter: Rewriter) -> Iterator[tuple[str, Any]]:
        yield _URN[direction], rewriter.rewrite()
        yield from rewriter.resources
        self.defects[:] = dict.fromkeys([*self.defects, *rewriter.defects])

    def _reference(self, pointer: str, direction: Direction) -> dict[str, str]:
        """How a schema of the whole document is referred to, whose tree may serve both directions."""
        return {"$ref": f"{_URN[direction if self._has_two else 'request']}{fragment(pointer)}"}

    def validator(self, pointer: str, direction: Direction) -> "Validator":
        """The validator of the schema at a JSON pointer; it is compiled when it or a later one first judges.

        What does not compile judges nothing; `settle` says what that is.
        """
        key = (pointer, direction)
        if key not in self._validators:
            batch = self._batches.get(direction)
            if batch is None or batch.compiled is not None:
                batch = self._batches[direction] = _Batch(self, direction)
            self._validators[key] = batch.add(pointer)
        return self._validators[key]

    def settle(self) -> list[Defect]:
        """Compile all that was asked for, unless it may wait; the defects that are known then."""
        for batch in self._batches.values() if not self.is_patient else ():
            batch.engine()
        return self.defects

    def compile(self, direction: Direction, pointers: Mapping[str, str]) -> Any:
        """A validator of objects, each member of which is judged by the schema at the pointer of its name."""
        registry = self._registry
        if self._is_too_deep:
            return _engine({}, direction, registry)
        members: dict[str, Any] = {
            key: self._reference(pointer, direction) for key, pointer in pointers.items()
        }
        try:
            return _engine({"properties": members}, direction, registry)
        except _UNCOMPILABLE:
            pass  # one of them: each is tried alone to find which
        for key, pointer in pointers.items():
            try:
                _engine(members[key], direction, registry)
            except _UNCOMPILABLE as error:
                members[key] = {}
                reason = getattr(error, "message", None) or str(error)
                defect = Defect(place(pointer), f"the schema does not compile: {reason}")
                if defect not in self.defects:
                    self.defects.append(defect)
        return _engine({"properties": members}, direction, registry)

    def compile_alone(self, direction: Direction, key: str, pointer: str) -> Any:
        """A validator of objects whose member of that name is judged by the schema at a pointer.

        Only what it refers to is read. None where that is too much, does not compile, or refers dynamically.
        """
        if self.document.has_scopes:
            return None
        rewriter = Rewriter(self.document, direction)
        try:
            tree = rewriter.rewrite_only(pointer, _MOST_ALONE)
            if tree is None or rewriter.resources:
                return None
            registry = jsonschema_rs.Registry([(_URN[direction], tree)], draft=jsonschema_rs.Draft202012)
            schema = {"properties": {key: {"$ref": f"{_URN[direction]}{fragment(pointer)}"}}}
            alone = _engine(schema, direction, registry)
        except (RecursionError, *_UNCOMPILABLE):
            return None
        self.defects.extend(each for each in rewriter.defects if each not in self.defects)
        return alone

    def written(self, pointer: str, direction: Direction) -> Any:
        """The schema at a JSON pointer as the compiler reads it: in JSON Schema 2020-12."""
        registry = self._registry
        urn, _, place_in_it = self._reference(pointer, direction)["$ref"].partition("#")
        return registry.resolver(urn).lookup(f"#{place_in_it}").contents

    def joint(self, pointers: Collection[str], direction: Direction) -> "Validator | None":
        """One validator for many schemas, whose values are maps from a pointer to a value for that schema.

        None where one of them does not compile.
        """
        registry = self._registry
        members = {pointer: self._reference(pointer, direction) for pointer in pointers}
        try:
            compiled = _engine({"properties": members}, direction, registry)
        except _UNCOMPILABLE:
            return None
        return Validator(_Batch(self, direction, [*pointers], compiled), "", self.document)


def _engine(schema: dict[str, Any], direction: Direction, registry: jsonschema_rs.Registry) -> Any:
    return jsonschema_rs.Draft202012Validator(
        schema,
        registry=registry,
        formats=formats.checks_of(direction),
        validate_formats=True,
        pattern_options=patterns.OPTIONS,
        email_options=formats.EMAIL_OPTIONS,
        offline=True,
    )


@dataclass(frozen=True, slots=True)
class Validator:
    """One schema, compiled together with those of its batch; an empty `key` means all of them."""

    batch: _Batch
    key: str
    document: Document

    def accepts(self, value: Any) -> bool:
        """Whether the value satisfies the schema."""
        engine = self.batch.compiled or self._engine()
        return bool(engine.is_valid({self.key: value} if self.key else value))

    def violations(self, value: Any, location: Location, name: str = "") -> Iterator[Violation]:
        """Every rule that the value breaks, each with the place of the value and of the rule.

        Of a vast value only the first: to find all of them could take minutes.
        """
        errors = [self._first(value)] if is_vast(value) else self._engine().iter_errors(self._wrapped(value))
        above = len(self.key) + 1 if self.key else 0  # places are counted in the value, not in the batch
        for error in errors:
            for violation in explain(error, self.document, location, name):
                yield replace(violation, pointer=violation.pointer[above:], schema=place(violation.schema))

    def _engine(self) -> Any:
        return self.batch.engine_for(self.key)

    def _wrapped(self, value: Any) -> Any:
        return {self.key: value} if self.key else value

    def _first(self, value: Any) -> Any:
        try:
            self._engine().validate(self._wrapped(value))
        except jsonschema_rs.ValidationError as error:
            return error
        raise ValueError("the value satisfies the schema")
