"""The rows of one resource: invented ones, as far as a session has not written others in their place.

Laws
1. A key that nobody wrote has the row that was invented for it: the same in lists and alone, at any time.
2. A collection shows a few invented rows and everything that was made in it, the newest first.
3. What hangs on a row that was made in the session is empty until something is made there.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote
from zlib import crc32

from vertrag.contract.inference.keys import usual_keys
from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.positions import NOWHERE, Place, value_at, with_value
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.sites import VARIABLE, form_of, variables_of
from vertrag.contract.loading.document import Document
from vertrag.contract.reading.parameters import Parameter
from vertrag.exchange import GONE, State
from vertrag.invent.values import Impossible
from vertrag.serve.resources.addresses import SELF, Address, segment
from vertrag.serve.resources.fitting import differing, spellings
from vertrag.serve.resources.locations import SelfLinks
from vertrag.serve.resources.numbering import FIRST_CREATED, Numbering
from vertrag.serve.resources.row_tags import RowTags
from vertrag.serve.resources.views import Face, Row, View
from vertrag.state.documents import made_row

_NATURAL = 8  # rows that a collection shows before anybody made one
_TEMPLATES = 8  # rows from which what was not sent is taken, one after the other
_UNIQUE = frozenset({"id", "uuid", "guid", "gid", "sid", "iid", "identifier", "slug"})
_KEPT = 4096  # invented rows, of all collections of a resource


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it is now; `is_made` says that the session made it, `under` the path where it did.

    `is_invented`: the session did not write it at all.
    """

    row: Row
    is_made: bool = False
    under: str = ""
    is_invented: bool = False

    def stored_with(self, row: Row) -> dict[str, Any]:
        """The record with another row as a document of the state."""
        return made_row(row, self.under, is_made=self.is_made)


class Rows:
    """The rows of a resource; `view` is the one that shows them best, `listing` one that lists them."""

    def __init__(
        self, document: Document, resource: Resource, view: View, face: Face, listing: View | None, seed: int
    ) -> None:
        self.resource = resource
        self._view = view
        self._face = face
        self._listing = listing.face if listing else None
        self._is_list = view.deed.rows is not None
        self._place: Place = (*self._face.place, 0) if self._is_list else self._face.place
        path = view.deed.operation.path
        self._names = variables_of(path)
        is_below = form_of(path)[: len(resource.form)] == resource.form
        self._names_above = self._names[: resource.form.count(VARIABLE)] if is_below else ()
        self._invented_rows: OrderedDict[tuple[str, str], Row] = OrderedDict()
        self._templates: dict[int, Row] = {}
        self._other_names = tuple(self._names_of_one())
        self._examples = dict(self._keyed_examples(listing))
        self.numbering = Numbering(document, seed, self._parameters(), self._takes_key, self._key_of_document)
        self.links = SelfLinks(resource.ways, self.takes)
        self.tags = RowTags(document, resource.deeds)

    def find(self, state: State, address: Address) -> tuple[Address, Record | None]:
        """The row at an address, and where it really is; None where it was deleted.

        Clients take `id` for the key where it is `name`, as many servers let them: a row that was made here
        is found by what tells it from others as well.
        """
        stored = state.get(address.kind, address.key or SELF)
        if stored is None:
            address, stored = self._by_name(state, address)
        if stored is GONE:
            return address, None
        if stored is None:
            return address, Record(self.invented(address), is_invented=True)
        return address, Record(stored["row"], stored["made"], stored["under"])

    def _by_name(self, state: State, address: Address) -> tuple[Address, Any]:
        for key, stored in state.items(address.kind):
            if stored is not GONE and stored["made"] and address.key in self.names(stored["row"]):
                return replace(address, key=key), stored
        return address, None

    def _names_of_one(self) -> Iterator[Place]:
        """The members that tell a row from all others: of its key, and what is called like one."""
        own = self.key_place
        if own is not None:
            yield own
        for place in usual_keys(self.resource.row):
            if place != own and joined(str(place[-1])) in _UNIQUE:
                yield place

    def names(self, row: Row) -> list[str]:
        """What clients may take for the key of a row: anything like one, where it does not show its own."""
        places = self._other_names if self.key_of(row) is not None else usual_keys(self.resource.row)
        values = (value_at(row, place) for place in places)
        return [segment(value) for value in values if isinstance(value, str | int)]

    def all(self, state: State, address: Address, path: str, *, is_empty: bool) -> Iterator[tuple[str, Row]]:
        """The rows of a collection with their keys, as far as they belong to a path.

        `is_empty`: nothing was invented here, since what it hangs on was made by the session.
        """
        listed = self.listed(state, address, path, is_empty=is_empty)
        return ((key, row) for key, row in listed if row is not GONE)

    def listed(
        self, state: State, address: Address, path: str, *, is_empty: bool
    ) -> Iterator[tuple[str, Any]]:
        """The rows of a collection, and GONE where one was: a client may still be at it."""
        written = dict(state.items(address.kind))
        natural = [] if is_empty else list(dict.fromkeys(self._natural(path)))  # of few keys, each once
        for key, each in reversed(written.items()):
            if each is GONE and key not in natural:
                yield key, GONE
            elif each is not GONE and each["made"] and path in (address.kind, each["under"]):
                yield key, each["row"]
        natural += [key for key in written if path == address.kind and key not in natural]
        for key in natural:
            stored = written.get(key)
            if stored is None:
                yield key, self.invented(replace(address, key=key))
            elif stored is GONE or not stored["made"]:
                yield key, stored if stored is GONE else stored["row"]

    def invented(self, address: Address) -> Row:
        """The row that was invented for a key; `Impossible` where there is none."""
        key = address.key or SELF
        place = (address.kind, key)
        row = self._invented_rows.get(place)
        if row is None:
            example = self._examples.get(key)
            made = self._invent(address, key) if example is None else example
            named = dict(zip(self._names_above, address.values, strict=False))
            row = self._invented_rows[place] = self.under(made, named)
            if len(self._invented_rows) > _KEPT:
                self._invented_rows.popitem(last=False)
        return row

    def template(self, number: int) -> Row:
        """A row to take from what was not sent."""
        at = number % _TEMPLATES
        if at not in self._templates:
            key = segment(self.numbering.key(FIRST_CREATED + at))
            self._templates[at] = self.invented(Address("", key))
        return self._templates[at]

    def key_of(self, row: Any) -> str | None:
        """The key that a row shows; None where it does not show all of it."""
        texts = []
        for place in self.resource.key.places if self.resource.key else ():
            value = None if place is None else value_at(row, place)
            if not isinstance(value, str | int | float) or value == "":
                return None
            texts.append(segment(value))
        return "/".join(texts) or None

    def with_key(self, row: Row, key: str, old: Row | None = None) -> Row:
        """The row with a key, in the type in which its schema takes it; as it is where it takes none.

        An `old` row that has the key already shows the type.
        """
        parts = key.split("/")
        places = self.resource.key.places[-len(parts) :] if self.resource.key else ()  # of some, the last
        for place, text in zip(places, parts, strict=False):
            if place is not None and segment(value_at(row, place)) != text:
                known = value_at(old, place)
                if segment(known) == text:
                    row = with_value(row, place, known)
                else:
                    row = self._with_part(row, place, unquote(text))
        return row

    def can_show(self, row: Row, key: str) -> bool:
        """Whether the view that shows rows best can show one under a key, which may have to be a number."""
        return self.key_of(self.with_key(row, key)) == key

    def under(self, row: Row, named: Mapping[str, Any]) -> Row:
        """The row as it belongs to what a path names, where it says so itself."""
        for name, value in named.items():
            member = next((each for each in row if joined(each) == joined(name)), None)
            if member is not None and joined(name) != "id" and segment(row[member]) != segment(value):
                row = self._with_part(row, (member,), unquote(segment(value)))
        return row

    @property
    def can_be_made(self) -> bool:
        """Whether clients make rows: what is only changed is there as soon as what it hangs on."""
        deeds = self.resource.deeds
        return self.resource.key is not None or any(
            each.kind == "create" or (each.kind == "replace" and "201" in each.operation.responses)
            for each in deeds
        )

    @property
    def other_keys(self) -> Iterator[Place]:
        """The members besides the key that tell rows apart for some client."""
        return (each for each in self._other_names if each != self.key_place)

    def with_number(self, row: Row, place: Place, number: int) -> Row:
        """The row with what a number becomes at a place; as it is where its schema takes none."""
        if value_at(row, place) is NOWHERE:
            return row
        rows = (with_value(row, place, value) for value in self.numbering.values(number))
        return next(filter(self.takes, rows), row)

    def fitted(self, row: Row, old: Row | None = None) -> Row | None:
        """The row as the view shows it, helped out by an old one; None where it cannot be shown at all."""
        body = self._face.many([row]) if self._is_list else self._face.one(row, old)
        shown = value_at(body, self._place) if body is not NOWHERE else NOWHERE
        return shown if isinstance(shown, dict) else None

    @property
    def are_shown_best_by_reading(self) -> bool:
        """Whether what can be kept is what a read can show as it is."""
        return self._view.deed.kind == "read"

    def kept(self, key: str, row: Row) -> Row:
        """The row under a key, with what it lacks invented; `ValueError` names what cannot be shown of it."""
        whole = self.with_key(row, key)
        shown = self.fitted(whole) or {}
        lost = [name for name in differing(whole, shown) if name in whole]
        if lost:
            raise ValueError(f"the document does not allow its {', '.join(lost)}")
        return self.with_key(shown, key)

    def takes(self, row: Row) -> bool:
        """Whether the view can show the row as it is."""
        return self._face.accepts(with_value(self._face.shell(), self._place, row))

    def _with_part(self, row: Row, place: Place, text: str) -> Row:
        for value in spellings(text):
            changed: Row = with_value(row, place, value)
            if self.takes(changed):
                return changed
        return row

    def _natural(self, path: str) -> Iterator[str]:
        """The keys that are there before anybody made one."""
        if self._examples:
            yield from self._examples
            return
        first = self.numbering.first_invented(path)
        for number in range(first, first + _NATURAL):
            yield segment(self.numbering.key(number))

    def _invent(self, address: Address, key: str) -> Row:
        pattern = next(self._rows_in_examples(self._view), None)
        if pattern is not None:
            return self.with_key(pattern, key)
        parts = [unquote(part) for part in key.split("/")] if self.resource.key else []
        names = self._names[-len(parts) :] if not address.kind else self._names
        values = (*address.values, *parts)
        is_told_apart = len(names) >= len(values)  # else by the key alone, as in lists
        arguments = dict(zip(names, values, strict=False))
        body = self._face.invented(arguments, 0 if is_told_apart else crc32(key.encode()))
        row = value_at(body, self._place)
        if not isinstance(row, dict):
            raise Impossible("the body that was invented holds no row")
        return self.with_key(row, key)

    def _keyed_examples(self, listing: View | None) -> Iterator[tuple[str, Row]]:
        for view in (listing, self._view):
            for row in self._rows_in_examples(view) if view else ():
                key = self.key_of(row) if self.resource.key else SELF
                if key is not None:
                    yield key, row

    @staticmethod
    def _rows_in_examples(view: View) -> Iterator[Row]:
        face = view.face
        for body in face.examples() if face else ():
            found = value_at(body, face.place if face else ())
            rows = found if view.deed.rows is not None and isinstance(found, list) else [found]
            yield from (row for row in rows if isinstance(row, dict))

    def _parameters(self) -> tuple[Parameter, ...]:
        """The last part of the key in the path of each deed; they may not all have the same schema."""
        deeds = (self.resource.deed(kind) for kind in ("read", "replace", "patch", "delete", "act"))
        variables = self.resource.key.variables if self.resource.key else ()
        located = (deed.operation.parameters.get("path", ()) for deed in deeds if deed and variables)
        return tuple(each for path in located for each in path if each.name == variables[-1])

    @property
    def key_place(self) -> Place | None:
        """Where a row shows the last part of its key; None where it does not."""
        return self.resource.key.places[-1] if self.resource.key and self.resource.key.places else None

    def _takes_key(self, value: Any) -> bool:
        place = self.key_place
        if place is None:
            return True
        row = value_at(self._face.shell(), self._place)
        is_taken = not isinstance(row, dict) or self.takes(with_value(row, place, value))
        return is_taken and self._is_listed_with(place, value)

    def _is_listed_with(self, place: Place, value: Any) -> bool:
        """Whether a list can show the key, which what is read alone may not show at all."""
        if self._listing is None:
            return True
        shell, item = self._listing.shell(), (*self._listing.place, 0)
        row = value_at(shell, item)
        keyed = with_value(shell, item, with_value(row, place, value)) if isinstance(row, dict) else shell
        return self._listing.accepts(keyed)

    def _key_of_document(self, number: int) -> Any:
        """A key as the document describes it: in the row, else in the path."""
        place = self.key_place
        value = value_at(self._face.invented({}, number), (*self._place, *place)) if place else NOWHERE
        if isinstance(value, str | int):
            return value
        raise Impossible("no key was invented")
