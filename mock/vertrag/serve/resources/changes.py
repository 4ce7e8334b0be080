"""What becomes of a row by what a client sends: made from it, replaced by it, patched with it."""

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.moments import CHANGED, MADE
from vertrag.contract.inference.naming import is_secret, joined, singular
from vertrag.contract.inference.positions import NOWHERE, value_at, with_value
from vertrag.contract.inference.sites import VARIABLE, Form, variables_of
from vertrag.contract.reading.styles import MISSING
from vertrag.contract.schema.shapes import MOST_EXACT, Shape
from vertrag.errors import Refused
from vertrag.exchange import GONE, Call, State
from vertrag.invent.localities import located
from vertrag.serve.resources.addresses import SELF, Address, segment
from vertrag.serve.resources.numbering import FIRST_CREATED
from vertrag.serve.resources.patches import Unpatchable, is_json_patch, merged, patched
from vertrag.serve.resources.resource_rows import Rows
from vertrag.serve.resources.selection import is_asking
from vertrag.serve.resources.timestamps import stamped
from vertrag.serve.resources.views import Row

_SHARED = frozenset({"metadata", "attributes"})
"""Members in which the client and the server each have their part."""
_FOLDERS = ("attributes", "properties", "fields")
"""Members of rows that hold what clients send flat."""

_NUMBERED = ("id", "number")  # what ends so is given by the server
_PLAIN = frozenset({str, int, bool, type(None)})  # most of what is sent, kept without a look
_CONFLICT = 409  # RFC 5789 §2.2
_MOST_TRIES = 50  # in which no key comes that did not come before, for a document that allows a handful


class Changes:
    """The changes that one deed makes to rows; `shown` are the members that its own answer has."""

    def __init__(self, rows: Rows, deed: Deed, shown: frozenset[str] = frozenset()) -> None:
        self._rows = rows
        self._deed = deed
        self._known = frozenset(rows.resource.row.members or ())
        variables = rows.resource.key.variables if rows.resource.key else ()
        key = {joined(each) for each in variables}
        unknown = [each for each in deed.takes - self._known if self._known and joined(each) not in key]
        self._folders = dict(_folders(rows.resource.row, unknown))
        self._only_sent = frozenset(unknown) - self._folders.keys() - shown
        self._is_merge = _takes(deed, "merge-patch")
        # Where no conflict is declared, what the schema of a patch leaves open changes nothing.
        self._has_to_be_json_patch = _takes(deed, "json-patch") and str(_CONFLICT) in deed.operation.responses
        self._defaults = dict(_filter_defaults(rows))
        self._unsent = {name: each for name, each in deed.defaults.items() if name not in unknown}
        self._claimed = frozenset(_claimed(rows))
        self._above = tuple(self._naming_above())

    def created(self, state: State, address: Address, call: Call) -> tuple[str, Row]:
        """The key and the members of a new row: what was sent, and invented ones besides."""
        number = state.next_number(address.kind, FIRST_CREATED)
        template = self._rows.template(number)
        sent = self._sent(call.body, template)
        template = {name: each for name, each in template.items() if name not in self._claimed}
        row: Row = {
            **located(template, sent),
            **self._defaults,
            **self._unsent,
            **dict(self._asked(call.arguments)),
            **sent,
            **dict(self._references(address, call.arguments)),
        }
        for name in _SHARED & sent.keys():
            row = {**row, name: merged(template.get(name), sent[name], keeps_null=True)}
        row = _stamped(row, template, MADE | CHANGED, call)
        for place in self._rows.other_keys:
            if value_at(sent, place) is NOWHERE:
                row = self._rows.with_number(row, place, number)
        key = address.key or (self._key_in(sent, call.body) if self._rows.resource.key else SELF)
        if key is not None and self._rows.numbering.is_path(key):
            return key, self._rows.with_key(row, key)
        return self._numbered(state, address, row, number)

    def _key_in(self, sent: Row, body: Any) -> str | None:
        """The key that was sent: where rows show it, else under the name that it has in the path."""
        key = self._rows.key_of(sent)
        whole = value_at(body, self._deed.sent or ())
        variables = self._rows.resource.key.variables if self._rows.resource.key else ()
        if key is not None or len(variables) != 1 or not isinstance(whole, Mapping):
            return key
        value = next((whole[name] for name in whole if joined(str(name)) == joined(variables[0])), None)
        return segment(value) if value and isinstance(value, str | int) else None

    def _numbered(self, state: State, address: Address, row: Row, number: int) -> tuple[str, Row]:
        """The row with a key that nobody has yet; `Refused` where all that the document allows are taken."""
        tried: set[str] = set()
        vain = 0
        while vain < _MOST_TRIES:
            value = self._rows.numbering.key(number)
            own = self._with_own_key(row, value)
            key = self._rows.key_of(own) or segment(value)
            if state.get(address.kind, key) in (None, GONE):
                return key, own
            vain += key in tried
            tried.add(key)
            number = state.next_number(address.kind, FIRST_CREATED)
        status = _CONFLICT if str(_CONFLICT) in self._deed.operation.responses else 400
        raise Refused(
            status, "All keys that the document allows here are taken: delete a row to make another."
        )

    def replaced(self, old: Row, key: str, call: Call) -> Row:
        """What was sent, and of the old row what could not be sent."""
        kept = {
            name: value for name, value in old.items() if self._deed.takes and name not in self._deed.takes
        }
        new = {**kept, **self._unsent, **self._sent(call.body, old), **self._parents(old)}
        return self._kept(
            _stamped(new, {name: old[name] for name in old if name in new}, CHANGED, call), key, old
        )

    def patched(self, old: Row, key: str, call: Call) -> Row:
        """The old row with a JSON Patch or a merge patch applied; `Refused` where that cannot be."""
        if is_json_patch(call.body) or (self._has_to_be_json_patch and isinstance(call.body, list)):
            try:
                new = patched(old, call.body)
                if not isinstance(new, Mapping):
                    raise Unpatchable("what is left is no object")
            except Unpatchable as error:
                raise Refused(self._status_of_conflict(), f"The patch was not applied: {error}.") from None
        else:
            new = merged(old, self._sent(call.body, old), keeps_null=not self._is_merge)
        return self._kept(_stamped(new, old, CHANGED, call), key, old)

    def key_sent(self, call: Call) -> str | None:
        """The key that the sent row says it has."""
        return self._rows.key_of(self._sent(call.body, {})) if self._rows.resource.key else SELF

    def _kept(self, row: Row, key: str, old: Row) -> Row:
        """The row under its key; one that is known by a name may be called otherwise from now on."""
        place = self._rows.key_place
        if place and len(place) == 1 and self._may_be_renamed(str(place[0])) and place[0] in row:
            name = row[str(place[0])]
            if name and isinstance(name, str | int) and self._rows.numbering.is_path(segment(name)):
                return row
        return self._rows.with_key(row, key, old)

    def _may_be_renamed(self, name: str) -> bool:
        """Whether a client may say what a row is called: numbers, and what is readOnly, the server gives."""
        is_given = joined(name).endswith(_NUMBERED) or self._rows.resource.row.member(name).is_read_only
        return not is_given

    def _with_own_key(self, row: Row, value: Any) -> Row:
        place = self._rows.key_place
        return row if place is None else with_value(row, place, value)

    def _sent(self, body: Any, shown: Row) -> dict[str, Any]:
        """The members of the row that was sent, without those that only requests have, such as passwords.

        What is `shown` all the same, in an example that says more than its schema, is none of these, unless
        it is called as a secret.
        """
        row = value_at(body, self._deed.sent or ())
        if not isinstance(row, dict):
            return {}
        if self._only_sent:
            hidden = {name for name in self._only_sent if name not in shown or is_secret(name)}
            row = {name: row[name] for name in row if name not in hidden}
        kept = {
            name: value if type(value) in _PLAIN else tidied(value)
            for name, value in row.items()
            if type(value) in _PLAIN or is_json(value)
        }
        return self._folded(kept, shown) if self._folders.keys() & kept.keys() else kept

    def _folded(self, sent: dict[str, Any], shown: Row) -> dict[str, Any]:
        """What was sent flat, in the folder in which rows show it."""
        found = {name: value for name, value in sent.items() if name not in self._folders}
        for name, folder in self._folders.items():
            if name in sent:
                already = found[folder] if folder in found else shown.get(folder)
                found[folder] = {**(already if isinstance(already, Mapping) else {}), name: sent[name]}
        return found

    def _naming_above(self) -> Iterator[list[str]]:
        """The members that name the rows above, by the variables of the path that do."""
        things = _things_above(self._rows.resource.form)
        for name, above in zip(variables_of(self._deed.operation.path), things, strict=False):
            aliases = {joined(name), f"{singular(joined(above))}id"} - {"id"}
            yield [member for member in self._known if joined(member) in aliases]

    def _references(self, address: Address, arguments: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """What the row says of the rows that it hangs on, by the variables of the path."""
        names = variables_of(self._deed.operation.path)
        if not address.values:  # rows that lie elsewhere than where they are created
            said = {joined(name): arguments[name] for name in names if name in arguments}
            known = ((each, joined(each)) for each in self._known)
            yield from ((each, said[name]) for each, name in known if name in said and name != "id")
        for members, value in zip(self._above, address.values, strict=False):
            yield from ((member, value) for member in members)

    def _parents(self, row: Row) -> Row:
        """What a row says of the rows that it hangs on, which no change moves it from."""
        return {member: row[member] for members in self._above for member in members if member in row}

    def unplaced(self, row: Row) -> Row:
        """A row without what it says of the rows that it hangs on, where it was invented for no place."""
        return {name: row[name] for name in row if all(name not in members for members in self._above)}

    def _asked(self, arguments: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """What the query says of the new row: members of the same name."""
        for parameter in self._deed.operation.parameters.get("query", ()):
            value, name = arguments.get(parameter.name), joined(parameter.name)
            if isinstance(value, str | int):
                yield from ((member, value) for member in self._known if joined(member) == name)

    def _status_of_conflict(self) -> int:
        responses = self._deed.operation.responses
        return next((status for status in (409, 422) if str(status) in responses), 400)


def _folders(row: Shape, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names that a row has in a folder, such as JSON:API's attributes, each with that folder."""
    for folder in _FOLDERS:
        inside = row.member(folder).members or {}
        yield from ((name, folder) for name in names if name in inside)


def is_json(value: Any) -> bool:
    """Whether a value can be kept: files that were uploaded cannot, nor what JSON has no number for."""
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, str | int | None):
        return True
    if isinstance(value, dict):
        return all(map(is_json, value.values()))
    if isinstance(value, list):
        return all(map(is_json, value))
    return False


def tidied(value: Any) -> Any:
    """The value with its whole numbers written as such: to some readers 1.0 is no integer."""
    if isinstance(value, float) and value.is_integer() and abs(value) < MOST_EXACT:
        return int(value)
    if isinstance(value, dict):
        return {name: tidied(each) for name, each in value.items()}
    return [tidied(each) for each in value] if isinstance(value, list) else value


def _stamped(row: Row, pattern: Row, names: frozenset[str], call: Call) -> Row:
    """The row with the time of the call's session; as it is where there is no clock."""
    return row if call.world is None else stamped(row, pattern, names, call.world.now_ns)


def _things_above(form: Form) -> Iterator[str]:
    """What the rows are called that the variables of a form name."""
    for at, step in enumerate(form):
        for _ in range(step.count(VARIABLE)):
            yield form[at - 1] if at else ""


def _takes(deed: Deed, kind: str) -> bool:
    """Whether a patch may come as a media type of this kind."""
    body = deed.operation.body
    return body is not None and any(kind in each.name for each in body.media_types)


def _claimed(rows: Rows) -> Iterator[Any]:
    """The members that say whose a row is, where a list has to be asked for somebody's: none is invented."""
    listing = rows.resource.deed("list")
    key = rows.key_place or ()
    for each in listing.query.filters if listing else ():
        if each.is_required and each.member and each.member[0] not in key:
            yield each.member[0]


def _filter_defaults(rows: Rows) -> Iterator[tuple[str, Any]]:
    """What a list shows unless it is told otherwise: new rows are of that kind."""
    listing = rows.resource.deed("list")
    for each in listing.query.filters if listing else ():
        parameters = listing.operation.parameters["query"] if listing else ()
        default = next((one.default for one in parameters if one.name == each.parameter), MISSING)
        if each.relation == "equal" and len(each.member) == 1 and is_asking(default):
            yield str(each.member[0]), default
