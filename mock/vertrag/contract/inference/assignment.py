"""Which deed each operation of a draft does: paths say on what, methods say what, bodies confirm it."""

from collections.abc import Iterator, Mapping

from vertrag.contract.inference.deeds import Deed, Kind, Reader
from vertrag.contract.inference.gathering import Draft
from vertrag.contract.inference.naming import words_of
from vertrag.contract.inference.sites import Site
from vertrag.contract.inference.whereabouts import likeness
from vertrag.contract.operations import Operation
from vertrag.contract.schema.shapes import Shape

_CHANGES: Mapping[str, Kind] = {"PUT": "replace", "PATCH": "patch", "DELETE": "delete"}
_ASKING = frozenset({("search",), ("find",), ("query",), ("lookup",), ("filter",), ("get",)})
"""What a path is called that answers questions, however long they are: `POST /articles/search`."""

_SAME = 0.8  # of 1: from here on two objects are thought to be one
_WITHOUT_DEED = frozenset({"HEAD", "OPTIONS", "TRACE"})


def deeds_of(draft: Draft, reader: Reader) -> Iterator[Deed]:
    """The deeds of all operations of a draft."""
    yield from _of_collection(draft.collection_site, reader)
    yield from _of_item(draft.item_site, reader)
    yield from _of_elsewhere(draft, reader)
    yield from _of_others(draft, reader)


def _operations(site: Site | None) -> Iterator[tuple[str, Operation]]:
    for method, operation in (site.operations if site else {}).items():
        if method not in _WITHOUT_DEED:
            yield method, operation


def _of_collection(site: Site | None, reader: Reader) -> Iterator[Deed]:
    for method, operation in _operations(site):
        if method == "GET":
            yield reader.deed(operation, "list", "GET of the collection lists it")
        elif method == "POST" and site is not None:
            yield _posted(site, operation, reader)
        elif method in ("PUT", "PATCH") and reader.takes_key(operation):
            reason = f"{method} of the collection changes the row whose key is sent"
            yield reader.deed(operation, _CHANGES[method], reason)
        else:
            yield reader.deed(operation, "act", f"{method} of a whole collection is no deed on one row")


def _posted(site: Site, operation: Operation, reader: Reader) -> Deed:
    has_row = reader.is_row(reader.sent_shape(operation)) or reader.gives_row(operation)
    may_ask = not has_row and "201" not in operation.responses
    if may_ask and reader.is_row(reader.item_shape(operation)):
        return reader.deed(operation, "search", "POST to the collection gives a list of its rows")
    if may_ask and site.form and words_of(site.form[-1])[:1] in _ASKING:
        return reader.deed(operation, "search", f"POST to {site.form[-1]} asks for rows")
    return reader.deed(operation, "create", "POST to the collection creates a row")


def _of_item(site: Site | None, reader: Reader) -> Iterator[Deed]:
    for method, operation in _operations(site):
        if method == "GET":
            yield _got(site, operation, reader)
        elif method in _CHANGES:
            yield reader.deed(operation, _CHANGES[method], f"{method} of the item's path")
        elif method == "POST" and operation.responses.keys() & {"200", "201"} == {"201"}:
            yield reader.deed(operation, "create", "POST to the item's path answers 201, that it was created")
        elif method == "POST" and (
            reader.is_row(reader.sent_shape(operation)) or reader.is_row(reader.row_shape(operation))
        ):
            yield reader.deed(operation, "patch", "POST to the item's path takes or gives a row")
        else:
            yield reader.deed(operation, "act", f"{method} to the item's path does something with the row")


def _got(site: Site | None, operation: Operation, reader: Reader) -> Deed:
    deed = reader.deed(operation, "read", "GET of the item's path reads the row")
    shape = reader.row_shape(operation)
    is_known = deed.schema is not None or reader.thing.row is None or _is_left_open(shape)
    if deed.row is None or not (is_known or reader.is_akin(shape) or _is_written(site, shape, reader)):
        return Deed(operation, "act", reasons=("GET of the item's path gives no row",))
    return deed


def _is_left_open(shape: Shape | None) -> bool:
    """Whether an object may be anything: nothing in it says that it is no row."""
    return shape is not None and shape.is_object and not shape.members


def _is_written(site: Site | None, shape: Shape | None, reader: Reader) -> bool:
    """Whether what is read is what the same path lets be written, however little it has of the row."""
    changes = (each for method, each in _operations(site) if method in ("PUT", "PATCH"))
    return shape is not None and any(likeness(shape, reader.sent_shape(each)) >= _SAME for each in changes)


def _of_elsewhere(draft: Draft, reader: Reader) -> Iterator[Deed]:
    for site in draft.elsewhere:
        for method, operation in _operations(site):
            if method == "GET":
                yield reader.deed(operation, "search", f"it lists {draft.thing} under another path")
            elif method in _CHANGES and site.ends_in_variable:
                reason = f"{method} of one of {draft.thing} under another path"
                yield reader.deed(operation, _CHANGES[method], reason)
            elif method == "POST" and not site.ends_in_variable:
                yield reader.deed(operation, "create", f"it creates one of {draft.thing} under another path")
            else:
                yield reader.deed(operation, "act", f"{method} of {draft.thing} under another path")


def _of_others(draft: Draft, reader: Reader) -> Iterator[Deed]:
    for site in draft.others:
        is_below = site.form[:-1] == draft.form
        for method, operation in _operations(site):
            if is_below and method in ("GET", "POST") and reader.lists_rows(operation):
                yield reader.deed(operation, "search", "it lists rows of the collection that it lies below")
            else:
                yield reader.deed(operation, "act", "it lies below the resource and is none itself")
