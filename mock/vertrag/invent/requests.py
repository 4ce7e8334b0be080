"""What a request says about its answer: values that come back, and how long a page is."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.inference.naming import joined, words_of
from vertrag.contract.inference.queries import LIMITS
from vertrag.invent.localities import place_named
from vertrag.invent.spots import Spot

_LONGEST_PAGE = 25  # items: what is invented has no end, and nobody reads further
_WRAPPERS = frozenset(
    {"data", "result", "results", "item", "items", "payload", "response", "entity", "content"}
)
_VARIABLE = re.compile(r"\{([^{}]+)\}")


class Asked:
    """The arguments of one call; `label` is its method and path template, such as `GET /pets/{petId}`."""

    def __init__(self, label: str, arguments: Mapping[str, Any]) -> None:
        self._named = {joined(name): value for name, value in arguments.items()}
        variables = _VARIABLE.findall(label)
        identity = variables[-1] if variables and label.rstrip("/").endswith("}") else ""
        self._identity = _aliases(label, identity) if identity and identity in arguments else frozenset()
        self._id = arguments.get(identity)
        self.place = place_named(arguments)

    def answers(self, spot: Spot) -> Iterator[Any]:
        """Values that the request wants to see at a spot."""
        if spot.depth > 2 or (spot.depth == 2 and not (spot.in_list or self._is_wrapper(spot.owner))):
            return
        name = joined(spot.name)
        if not spot.in_list and name in self._identity:
            yield from _forms(self._id)
        elif name in self._named and name != "id" and spot.depth:
            yield from _forms(self._named[name])

    def page_size(self, spot: Spot) -> int | None:
        """How many items the request wants of a list at a spot, None where it does not say."""
        if spot.in_list or spot.depth > 2:
            return None
        sizes = (self._named[name] for name in LIMITS if name in self._named)
        wanted = next((size for size in sizes if isinstance(size, int) and size >= 0), None)
        return wanted if wanted is None else min(wanted, _LONGEST_PAGE)

    def _is_wrapper(self, owner: str) -> bool:
        return joined(owner) in _WRAPPERS or f"{joined(owner)}id" in self._identity


def _aliases(label: str, identity: str) -> frozenset[str]:
    """The names under which the object of a path shows its identity: /pets/{id} is id, pet_id or petId.

    `/tags/{tagName}` is name.
    """
    before = label[: label.rindex("{")].rstrip("/").rpartition("/")[2]
    things = {joined(before), joined(before).removesuffix("s")} - {""}
    first, *rest = words_of(identity) or ("",)
    own = {"".join(rest)} if rest and first in things else set[str]()
    return frozenset({"id", joined(identity), *own, *(f"{thing}id" for thing in things)})


def _forms(value: Any) -> Iterator[Any]:
    """A value as it came, then in the other type that it can be read as."""
    yield from value if isinstance(value, list) else ()
    yield value
    if isinstance(value, str) and re.fullmatch(r"-?(0|[1-9][0-9]{0,18})", value):
        yield int(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)
