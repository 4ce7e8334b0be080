"""What each operation of a resource does to it, where its rows sit, and why that is thought so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from vertrag.contract.inference.keys import Thing, key_member
from vertrag.contract.inference.outlines import Outlines, is_untold, success_of
from vertrag.contract.inference.positions import Place, at_place
from vertrag.contract.inference.queries import NO_QUERY, Query, query_of
from vertrag.contract.inference.totals import Fact, facts_of
from vertrag.contract.inference.whereabouts import likeness, list_place, row_place
from vertrag.contract.operations import Operation
from vertrag.contract.schema.shapes import ANYTHING, Shape

Kind = Literal["create", "read", "list", "replace", "patch", "delete", "search", "act"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_SHOWING = ("create", "read", "replace", "patch")  # what mostly answers with the row
_KEYS = frozenset({"string", "integer", "number"})  # what may tell one row from another
_ALIKE = 0.5  # of 1: from here on two objects are thought to be the same thing
_BLANK_LIST = {"type": "array", "items": True}
SURE = 3  # of 6: from here on a member of an answer is where it shows the key
_TELLING = 3  # members: whatever has more of them in common with a row has them by no chance
_AKIN = 0.2  # and from here on they may be two views of one


@dataclass(frozen=True, slots=True)
class Deed:
    """What one operation does to its resource.

    `sent` is where the row sits in the request's body, `row` where it sits in the answer's, `rows` where the
    answer's list does; None where there is none. `key` is where the rows of this answer show their key; where
    it is () and `row` None, the answer is the key alone. `takes` names the members that may be sent,
    `defaults` says what they are if they are not; `query` and `facts` speak of lists only. `schema` is what
    the answer is like where the document leaves that open.
    """

    operation: Operation
    kind: Kind
    sent: Place | None = None
    row: Place | None = None
    rows: Place | None = None
    query: Query = NO_QUERY
    facts: tuple[Fact, ...] = ()
    reasons: tuple[str, ...] = ()
    takes: frozenset[str] = frozenset()
    key: Place | None = None
    schema: Any = None
    defaults: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is known of the rows that its answer shows."""
        return self.schema is True or self.schema == _BLANK_LIST


class Reader:
    """Reads the deeds of one resource; `thing` is what is known of it."""

    def __init__(self, outlines: Outlines, thing: Thing) -> None:
        self._outlines = outlines
        self.thing = thing

    def row_shape(self, operation: Operation) -> Shape | None:
        """The shape of the one row that an operation gives."""
        body = self._given(operation)
        found = row_place(body, self.thing) if body else None
        return at_place(body, found[0]) if body and found else None

    def item_shape(self, operation: Operation) -> Shape | None:
        """The shape of the rows that an operation lists."""
        body = self._given(operation)
        found = list_place(body, self.thing) if body else None
        return (at_place(body, found[0]).items or ANYTHING) if body and found else None

    def sent_shape(self, operation: Operation) -> Shape | None:
        """The shape of the row that an operation takes."""
        body = self._outlines.sent(operation)
        found = row_place(body, self.thing, sent=True) if body else None
        return at_place(body, found[0]) if body and found else None

    def takes_key(self, operation: Operation) -> bool:
        """Whether the row that is sent says which one it is."""
        row = self.sent_shape(operation)
        return row is not None and key_member(self.thing, row) is not None

    def gives_row(self, operation: Operation) -> bool:
        """Whether the answer is a row, and no list of some."""
        body = self._given(operation)
        found = row_place(body, self.thing) if body else None
        if body is None or found is None:
            return False
        return self._is_itself(body, found[0]) or self._may_be(at_place(body, found[0]))

    def is_row(self, shape: Shape | None) -> bool:
        """Whether an object looks like a row of the resource."""
        return shape is not None and likeness(shape, self.thing.row) >= _ALIKE

    def lists_rows(self, operation: Operation) -> bool:
        """Whether the answer has a list of rows, and is no row with others in it."""
        return self.is_row(self.item_shape(operation)) and not self.is_row(self._given(operation))

    def is_akin(self, shape: Shape | None) -> bool:
        """Whether an object has anything in common with a row of the resource."""
        return shape is not None and likeness(shape, self.thing.row) >= _AKIN

    def deed(self, operation: Operation, kind: Kind, reason: str) -> Deed:
        """The deed of an operation, with all that its bodies and parameters say."""
        if kind in ("list", "search"):
            return self._listing(operation, kind, reason)
        sent = self._sent_place(operation) if kind in ("create", "replace", "patch") else None
        given = self._given(operation, creates=kind == "create")
        row = row_place(given, self.thing) if given else None
        if given and row and kind in ("act", "delete") and not self._is_itself(given, row[0]):
            row = None
        if given and row and kind in ("replace", "patch") and self._is_strange(at_place(given, row[0])):
            row = None
        is_key = row is None and kind == "create" and _is_key(given)
        is_open = row is None and kind in _SHOWING and self._is_open(operation, creates=kind == "create")
        row = ((), "the document says nothing: it is the row") if is_open else row
        reasons = [reason]
        reasons += [f"in the request {sent[1]}"] if sent and sent[0] else []
        reasons += [f"in the answer {row[1]}"] if row else []
        reasons += ["the answer is the key of the row"] if is_key else []
        return Deed(
            operation,
            kind,
            sent[0] if sent else None,
            row[0] if row else None,
            reasons=tuple(reasons),
            takes=self._taken(operation, sent),
            key=self._key(at_place(given, row[0])) if given and row else () if is_key else None,
            schema=self._told if is_open else None,
            defaults=self._defaults(operation, sent) if kind in ("create", "replace") else {},
        )

    def _is_open(self, operation: Operation, *, creates: bool = False) -> bool:
        """Whether the document leaves open what the answer is, so that it may be a row, or a list of some."""
        if not (self.thing.variable and self.thing.row and self.thing.row.members):
            return False
        response = success_of(operation, creates=creates)
        has_to_show = operation.is_safe or self.thing.sent is not None
        return (has_to_show and is_untold(response)) or self._outlines.is_open(operation, response)

    @property
    def _told(self) -> Any:
        return True if self.thing.sent is None else self.thing.sent

    def _key(self, row: Shape) -> Place | None:
        member = key_member(self.thing, row)
        return member.place if member and member.certainty >= SURE else None

    def _sent_place(self, operation: Operation) -> tuple[Place, str] | None:
        body = self._outlines.sent(operation)
        if body is None:
            return None
        return ((), "") if body.is_array else row_place(body, self.thing, sent=True)  # a JSON Patch is a list

    def _taken(self, operation: Operation, sent: tuple[Place, str] | None) -> frozenset[str]:
        return frozenset(self._members(operation, sent))

    def _defaults(self, operation: Operation, sent: tuple[Place, str] | None) -> dict[str, Any]:
        members = self._members(operation, sent)
        return {name: each.default for name, each in members.items() if each.default is not None}

    def _members(self, operation: Operation, sent: tuple[Place, str] | None) -> Mapping[str, Shape]:
        body = self._outlines.sent(operation)
        return (at_place(body, sent[0]).members or {}) if body and sent else {}

    def _is_itself(self, given: Shape, place: Place) -> bool:
        """Whether an answer that need not be the row is it all the same."""
        return 0 not in place and self.is_row(at_place(given, place))

    def _may_be(self, shape: Shape) -> bool:
        """Whether an object has all members of a row, as one that is a row or something else."""
        known = ((self.thing.row and self.thing.row.members) or {}).keys()
        return len(known) > _TELLING and known <= (shape.members or {}).keys()

    def _is_part(self, shape: Shape) -> bool:
        """Whether an object has nothing but members of a row."""
        mine = (shape.members or {}).keys()
        return len(mine) > _TELLING and mine <= ((self.thing.row and self.thing.row.members) or {}).keys()

    def _is_strange(self, shape: Shape) -> bool:
        """Whether an object has nothing in common with a row of the resource, not even the key."""
        is_known = bool(shape.members and self.thing.row and self.thing.row.members)
        return is_known and likeness(shape, self.thing.row) == 0 and self._key(shape) is None

    def _listing(self, operation: Operation, kind: Kind, reason: str) -> Deed:
        body = self._given(operation)
        found = list_place(body, self.thing) if body else None
        if found is None and kind == "list" and self._is_open(operation):
            return self._open_listing(operation, reason)
        if body is None or found is None:
            return self._newest(operation, body)
        place, why = found
        query = query_of(operation.parameters.get("query", ()), self._row(body, place), self._outlines.of)
        response = success_of(operation)
        facts = facts_of(body, place, response.headers if response else ())
        reasons = [reason, why, *_said(query), *(fact.reason for fact in facts)]
        key = self._key(at_place(body, place).items or ANYTHING)
        return Deed(operation, kind, rows=place, query=query, facts=facts, reasons=tuple(reasons), key=key)

    def _open_listing(self, operation: Operation, reason: str) -> Deed:
        """The deed of what should list, and says nothing of what it gives."""
        query = query_of(operation.parameters.get("query", ()), self.thing.row or ANYTHING, self._outlines.of)
        reasons = (reason, "the document says nothing of the answer: it is the list", *_said(query))
        schema = {"type": "array", "items": self._told}
        return Deed(operation, "list", rows=(), query=query, reasons=reasons, schema=schema)

    def _newest(self, operation: Operation, body: Shape | None) -> Deed:
        """The deed of what should list and cannot: many documents forget the list around its rows."""
        row = row_place(body, self.thing) if body else None
        if body and row and (self._is_itself(body, row[0]) or self._is_part(at_place(body, row[0]))):
            reasons = ("its answer holds one row and no list: it shows the newest", row[1])
            return Deed(operation, "act", row=row[0], reasons=reasons)
        return Deed(operation, "act", reasons=("its answer holds no list",))

    def _row(self, body: Shape, place: Place) -> Shape:
        items = at_place(body, place).items or ANYTHING
        return self.thing.row if self.thing.row is not None and self.thing.row.members else items

    def _given(self, operation: Operation, *, creates: bool = False) -> Shape | None:
        return self._outlines.given(operation, success_of(operation, creates=creates))


def _is_key(given: Shape | None) -> bool:
    return given is not None and bool(given.types) and given.types <= _KEYS


def _said(query: Query) -> Sequence[str]:
    said = [query.paging.reason] if query.paging else []
    said += [each.reason for each in query.filters]
    return said + ([query.sorting.reason] if query.sorting else [])
