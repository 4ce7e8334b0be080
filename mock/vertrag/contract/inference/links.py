"""Which members of a row say the way to the row itself: `uri`, `href`, `_links.self.href`."""

from collections.abc import Iterator

from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.positions import Place
from vertrag.contract.schema.shapes import Shape

_WAYS = frozenset({"self", "uri", "href", "selflink", "selfurl", "selfuri", "resourceuri"})
_FOLDERS = frozenset({"links", "link"})


def ways_to_itself(row: Shape, sent: frozenset[str], *, has_key: bool) -> Iterator[Place]:
    """The places of such members; what may be `sent` is the client's own.

    A `url` may lead anywhere, unless nothing else in the row says which one it is.
    """
    names = _WAYS if has_key else _WAYS | {"url"}
    for name, member in (row.members or {}).items():
        if name in sent and not member.is_read_only:
            continue
        if joined(name) in names:
            yield from _texts(member, (name,))
        elif joined(name) in _FOLDERS and member.members:
            inside = (each for each in member.members if joined(each) == "self")
            yield from (place for each in inside for place in _texts(member.members[each], (name, each)))


def _texts(member: Shape, place: Place) -> Iterator[Place]:
    """The member itself, else the `href` in it."""
    if "string" in member.types:
        yield place
    elif "string" in member.member("href").types:
        yield (*place, "href")
