"""Does the deed of one operation on the rows of its resource, and shows what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any
from urllib.parse import unquote

from vertrag.contract.inference.positions import NOWHERE, value_at, with_value
from vertrag.contract.operations import Operation
from vertrag.contract.paths import names_in
from vertrag.errors import Refused
from vertrag.exchange import GONE, Call, Headers, Reply, State
from vertrag.invent.values import Impossible
from vertrag.serve.resources.addresses import SELF, Address, segment
from vertrag.serve.resources.changes import Changes
from vertrag.serve.resources.claims import Claim, claim_of
from vertrag.serve.resources.conditions import (
    Conditions,
    check_preconditions,
    digest_of,
    is_unchanged,
    recalled,
    remember,
)
from vertrag.serve.resources.descent import Descent
from vertrag.serve.resources.fitting import differing
from vertrag.serve.resources.page_facts import Telling, headers_told, told
from vertrag.serve.resources.patches import is_json_patch
from vertrag.serve.resources.resource_rows import Record, Rows
from vertrag.serve.resources.selection import Page, selected, substitutes
from vertrag.serve.resources.verbs import enacted, verb_of
from vertrag.serve.resources.views import Face, Row, View

_CONFLICT = 409
_UNFIT = (_CONFLICT, 422, 400)
_DOING = ("POST", "PUT", "PATCH")


@dataclass(frozen=True, slots=True)
class Request:
    """One call with all that was made of it: where it points, how it wants to be answered."""

    call: Call
    address: Address
    path: Address
    face: Face | None
    accept: str
    conditions: Conditions
    is_new_parent: bool

    @property
    def state(self) -> State:
        """The state of the call's session."""
        return self.call.state


@dataclass(frozen=True, slots=True)
class Performer:
    """Performs one deed; `reader` is the operation that, asked next, answers the same."""

    rows: Rows
    view: View
    descent: Descent
    changes: Changes
    reader: Operation | None = None

    def reply(self, call: Call, accept: str, conditions: Conditions) -> Reply | None:
        """What the resource answers; None where that is not for it to say. Raises `Refused`."""
        request = self._request(call, accept, conditions)
        if request is None:
            return None
        operation = self.view.deed.operation
        reply = None if operation.is_safe else recalled(operation, call, conditions)
        if reply is not None:
            return reply
        try:
            reply = _DEEDS[self.view.deed.kind](self, request)
        except Impossible:
            return None
        if reply is not None and not operation.is_safe:
            remember(operation, call, conditions, reply)
        return reply

    def _request(self, call: Call, accept: str, conditions: Conditions) -> Request | None:
        """The call with all that is known of it; None where it is none for a resource."""
        address, path = self.descent.addresses(call.arguments)
        if address is None or path is None:
            return None
        is_new_parent = self.descent.is_new(call)
        face = self.view.chosen(accept)
        if face is None and self.view.media_types:
            return None
        return Request(call, address, path, face, accept, conditions, is_new_parent)

    def create(self, request: Request) -> Reply | None:
        """Make a row of what was sent, and what was not; of a list one for each of its items."""
        sent = request.call.body
        if isinstance(sent, list) and sent and not self.view.deed.sent and all(map(_is_object, sent)):
            return self._create_all(request, sent)
        return self._create_one(request)

    def _create_all(self, request: Request, sent: Sequence[Any]) -> Reply | None:
        place = self.view.deed.row
        requests = (replace(request, call=replace(request.call, body=each)) for each in sent)
        replies = [self._create_one(each) for each in requests]
        bodies = [reply.body for reply in replies if reply is not None]
        if len(bodies) < len(sent):  # and those that could be are undone
            raise Refused(400, f"Not all {len(sent)} rows can be kept as the document describes them.")
        if request.face is None or place is None or place[-1:] != (0,):
            return replies[0]
        rows = [value_at(body, place) for body in bodies]
        return self._answer(request, with_value(bodies[0], place[:-1], rows), ())

    def _create_one(self, request: Request) -> Reply | None:
        state, address = request.state, request.address
        key, row = self.changes.created(state, address, request.call)
        address = replace(address, key=key)
        stored = state.get(address.kind, key)
        if stored is not None and stored is not GONE and str(_CONFLICT) in self.view.deed.operation.responses:
            raise Refused(_CONFLICT, f"There is a {self.descent.thing} with the key {key} already.")
        claim = claim_of(self.view.once, address.kind, value_at(request.call.body, self.view.deed.sent or ()))
        if claim is not None and claim.is_taken(state):
            raise Refused(_CONFLICT, f"There is a {self.descent.thing} with the {claim.said} already.")
        record = Record({}, is_made=True, under=request.path.kind)
        return self._write(request, address, row, record, claim)

    def read(self, request: Request) -> Reply | None:
        """Show a row."""
        address, record = self._found(request)
        row, etag = record.row, self.rows.tags.of(record.row)
        if "304" in self.view.deed.operation.responses and is_unchanged(request.conditions, etag):
            return Reply(None, 304, self.view.unchanged((("etag", etag),)))
        return self._shown(request, address, row, (("etag", etag),))

    def list(self, request: Request) -> Reply | None:
        """Show a page of rows."""
        deed, call = self.view.deed, request.call
        if request.face is None:
            return None
        asked = {**call.body, **call.arguments} if isinstance(call.body, Mapping) else call.arguments
        rows = list(
            self.rows.listed(call.state, request.address, request.path.kind, is_empty=request.is_new_parent)
        )
        page = selected(rows, deed.query, asked)
        pages = [page] if page.rows else chain([page], substitutes(rows, deed.query, asked))
        bodies = ((page, self._listed(request, page)) for page in pages)
        page, body = next((found for found in bodies if found[1] is not NOWHERE), (page, NOWHERE))
        if body is NOWHERE:
            return None
        own = {each.name for each in deed.operation.parameters.get("query", ())}
        query = {name: value for name, value in call.arguments.items() if name in own}
        telling = Telling(page, deed.query.paging, request.path.kind, query)
        body = told(body, deed.facts, telling, request.face.accepts)
        return self._answer(request, body, tuple(headers_told(deed.facts, telling)))

    def _listed(self, request: Request, page: Page) -> Any:
        """A body that shows the rows of a page; NOWHERE where none can be made."""
        under = self.descent.named_by_path(request.call.arguments)
        shown = [(replace(request.address, key=key), row) for key, row in page.rows]
        if self.descent.counts:
            shown = [(address, self._told_alone(request.state, address, row)) for address, row in shown]
        rows = [self._naming(address, self.rows.under(row, under)) for address, row in shown]
        return request.face.many(rows, self._above(request)) if request.face else NOWHERE

    def _told_alone(self, state: State, address: Address, row: Row) -> Row:
        """The row of a list as it is told when it is read."""
        stored = state.get(address.kind, address.key or "")
        is_made = stored is not None and stored is not GONE and stored["made"]
        return self._counted(state, address, Record(row, is_made=is_made)).row

    def _above(self, request: Request) -> dict[str, Any]:
        """What the path names besides the row itself."""
        steps = names_in(self.view.deed.operation.path)
        own = self.rows.resource.key.variables if self.rows.resource.key else ()
        arguments = request.call.arguments
        return {name: arguments[name] for name in steps if name in arguments and name not in own}

    def replace(self, request: Request) -> Reply | None:
        """Put what was sent in the place of a row."""
        return self._change(request, self.changes.replaced)

    def patch(self, request: Request) -> Reply | None:
        """Change of a row what was sent."""
        return self._change(request, self.changes.patched)

    def delete(self, request: Request) -> Reply | None:
        """Remove a row and all that hangs on it."""
        address, record = self._found(request)
        check_preconditions(request.conditions, self.view.deed.operation, record.row, self.rows.tags)
        reply = self._shown(request, address, record.row, ())
        if reply is not None:
            names = self.rows.names(record.row) if record.is_made else ()
            self.descent.remove(request.state, address, names)
        return reply

    def act(self, request: Request) -> Reply | None:
        """Show the row as it is, where the answer is one; it has to be there in any case."""
        operation = self.view.deed.operation
        if request.address.key is None:
            return self._emptied(request) if operation.method == "DELETE" else self._newest(request)
        address, record = self._found(request)
        step = self._step(request, address)
        row = record.row
        if operation.method in _DOING and (verb := verb_of(self.descent.locator.form)):
            row = enacted(record.row, verb, self.rows.takes)
        if row is not record.row:
            reply = self._write(request, address, row, record)
        else:
            reply = self._shown(request, address, row, ()) if self.view.deed.row is not None else None
        if reply is not None and not operation.is_safe:
            _note(request.state, address, step)
        return reply

    def _step(self, request: Request, address: Address) -> str | None:
        """The step, with what was sent, where a row may take it once; `Refused` where it was its last one."""
        if not self.view.is_taken_once:
            return None
        step = f"{self.descent.locator.form[-1]} {digest_of(self.view.deed.operation, request.call)}"
        if request.state.get(*_steps(address)) == step:
            raise Refused(_CONFLICT, f"This {self.descent.thing} has taken this step already.")
        return step

    def _emptied(self, request: Request) -> Reply | None:
        """Remove all rows of a collection; one that is asked for some of them is left to the schema."""
        operation, address = self.view.deed.operation, request.address
        asked = {each.name for each in operation.parameters.get("query", ())} & request.call.arguments.keys()
        if not self.descent.is_collection or asked or request.call.body is not None:
            return None
        reply = self._shown(request, address, {}, ()) if self.view.deed.row is None else None
        rows = self.rows.all(request.state, address, request.path.kind, is_empty=request.is_new_parent)
        for key, row in list(rows) if reply is not None else ():
            self.descent.remove(request.state, replace(address, key=key), self.rows.names(row))
        return reply

    def _newest(self, request: Request) -> Reply | None:
        """Show the newest row of a collection that shows one instead of all."""
        if not (
            self.view.deed.operation.is_safe and self.descent.is_collection and self.view.deed.row is not None
        ):
            return None
        rows = self.rows.all(
            request.state, request.address, request.path.kind, is_empty=request.is_new_parent
        )
        return next(
            (self._shown(request, replace(request.address, key=key), row, ()) for key, row in rows), None
        )

    def _found(self, request: Request) -> tuple[Address, Record]:
        address, record = self.rows.find(request.state, request.address)
        is_missing = record and record.is_invented and request.is_new_parent and self.rows.can_be_made
        if is_missing and self.view.deed.operation.declared(404):
            record = None
        if record is None:
            raise self.descent.missing(request.address)
        return address, self._counted(request.state, address, record)

    def _counted(self, state: State, address: Address, record: Record) -> Record:
        """The record with the numbers of rows below it, where its schema takes them."""
        if not self.descent.counts or not record.is_made:
            return record
        row = self.descent.counted(state, address, record.row)
        return replace(record, row=row) if self.rows.takes(row) else record

    def _change(self, request: Request, change: Callable[[Row, str, Call], Row]) -> Reply | None:
        state, address = request.state, request.address
        if address.key is None:
            address = replace(address, key=self.changes.key_sent(request.call))
        if address.key is None:
            return None
        address, record = self.rows.find(state, address)
        operation = self.view.deed.operation
        if record is None and not self._makes_anew(operation):
            raise self.descent.missing(address)  # whatever it depends on (RFC 9110 §13.2.1)
        check_preconditions(request.conditions, operation, record.row if record else None, self.rows.tags)
        if record is None:
            template = self.changes.unplaced(self.rows.template(0))
            record = Record(template, is_made=True, under=address.kind)
        row = change(record.row, address.key or "", request.call)
        return self._write(request, address, row, record)

    def _makes_anew(self, operation: Operation) -> bool:
        """Whether what changes a row makes one that is not there: a PUT with 201, or who knows no 404."""
        is_put = "201" in operation.responses and self.view.deed.kind == "replace"
        return is_put or ("{" not in operation.path and not operation.declared(404))

    def _write(
        self, request: Request, address: Address, row: Row, record: Record, claim: Claim | None = None
    ) -> Reply | None:
        """Keep a row as far as it can be shown, and show it."""
        shown = self.rows.fitted(row, record.row or None)
        if shown is None:
            return None
        self._check_patch(request, row, shown)
        otherwise = self._otherwise(row, shown)
        key = self.rows.key_of(shown) if self.view.deed.kind == "create" else None
        address = address if key is None else replace(address, key=key)
        shown = self._counted(request.state, address, replace(record, row=shown)).row
        headers: list[tuple[str, str]] = [("etag", self.rows.tags.of(shown))]
        if self.view.deed.kind == "create":
            headers.append(("location", self.descent.location(address)))
        reply = self._shown(request, address, shown, tuple(headers), otherwise)
        if reply is not None:
            request.state.put(address.kind, address.key or "", record.stored_with(shown))
            _note(request.state, address, None)
            if claim is not None:
                claim.take(request.state, address.key or "")
        return reply

    def _otherwise(self, row: Row, shown: Row) -> Row:
        """What was written and cannot be kept as it is: the answer to the write may show it all the same."""
        key = self.rows.key_place or ()
        return {
            name: value
            for name, value in row.items()
            if name not in key and value is not None and value != shown.get(name)
        }

    def _check_patch(self, request: Request, row: Row, shown: Row) -> None:
        """Refuse a patch of which the document says nothing, and that makes something else than a row.

        A merge patch that the schema takes is refused only as a conflict: it is no wrong input.
        """
        deed = self.view.deed
        statuses = _UNFIT if is_json_patch(request.call.body) else (_CONFLICT,)
        status = next((each for each in statuses if str(each) in deed.operation.responses), None)
        if status is None or deed.kind != "patch" or deed.takes or not self.view.leaves_values_open:
            return
        names = ", ".join(differing(row, shown))
        if names:
            raise Refused(status, f"The patch was not applied: the document does not allow these: {names}.")

    def _shown(
        self, request: Request, address: Address, row: Row, headers: Headers, said: Row | None = None
    ) -> Reply | None:
        if request.face is None:
            return self._answer(request, None, headers)
        if self.view.deed.row is None and self.view.deed.key == () and address.key is not None:
            return self._answer(request, request.face.key_alone(address.key), headers)
        if self.view.deed.row is None:
            return self._answer(request, request.face.without_row(request.call), headers)
        body = request.face.one(self._naming(address, row), named=self._above(request))
        if body is NOWHERE:
            return None
        return self._answer(request, request.face.saying(body, said) if said else body, headers)

    def _naming(self, address: Address, row: Row) -> Row:
        """The row with the way to it, and its key where this answer has it otherwise than others do."""
        if self.rows.links.places:
            row = self.rows.links.shown(row, self.descent.location(address))
        place, key = self.view.deed.key, address.key or SELF
        if place is None or key == SELF:
            return row
        known, own = value_at(row, place), key.rpartition("/")[2]
        if known is not NOWHERE and (segment(known) == own or self.rows.can_show(row, key)):
            return row
        named: Row = with_value(row, place, unquote(own))
        return named

    def _answer(self, request: Request, body: Any, headers: Headers) -> Reply:
        media = (("content-type", request.face.content_type(request.accept)),) if request.face else ()
        return Reply(body, self.view.status, (*media, *self.view.headers(headers)))


def _steps(address: Address) -> tuple[str, str]:
    """Where the last step is noted that a row may take once."""
    return f"{address.kind} steps", address.key or SELF


def _note(state: State, address: Address, step: str | None) -> None:
    """Note the last step of a row; any other step or write makes that the row may take it anew."""
    if state.get(*_steps(address)) != step:
        state.put(*_steps(address), step)


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


_DEEDS: Mapping[str, Callable[[Performer, Request], Reply | None]] = {
    "create": Performer.create,
    "read": Performer.read,
    "list": Performer.list,
    "search": Performer.list,
    "replace": Performer.replace,
    "patch": Performer.patch,
    "delete": Performer.delete,
    "act": Performer.act,
}
