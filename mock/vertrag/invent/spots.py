"""Where in an invented value something stands, and what is known of it there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from vertrag.contract.inference.naming import joined

Value = Callable[[tuple[Any, ...], "Spot"], Any]
"""Makes a value that satisfies all of some schemas at a spot; raises `Impossible`."""

NOTHING: Any = type("Nothing", (), {"__repr__": lambda _: "NOTHING"})()
"""The example of a spot for which nobody gave one."""

_OWN = frozenset(
    # Objects that speak of the same person as the object around them.
    {
        *(
            "address",
            "adresse",
            "anschrift",
            "billingaddress",
            "shippingaddress",
            "deliveryaddress",
            "contact",
        ),
        *("kontakt", "location", "geo", "coordinates", "profile", "bank", "bankaccount", "personal", "name"),
        *(
            "rechnungsadresse",
            "lieferadresse",
            "bankverbindung",
            "contactdetails",
            "kontaktdaten",
            "attributes",
        ),
    }
)


class Impossible(Exception):  # noqa: N818 - says what the wish is
    """No value was found for a schema."""


class Undecided(Impossible):
    """The search did not come to its end, so that there may be one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place inside a value.

    `role` is the path of the object whose subject speaks here; `thing` what that object is called, `members`
    what else it has, `owner` the member that it is itself; `index` is the position in the nearest list,
    `turn` counts new attempts; `depth` counts objects, `trail` the named schemas around; `example` is what
    an example of the whole says here.
    """

    path: str = ""
    name: str = ""
    role: str = ""
    thing: str = ""
    members: frozenset[str] = frozenset()
    owner: str = ""
    series: str = ""
    index: int = 0
    turn: int = 0
    depth: int = 0
    in_list: bool = False
    is_item: bool = False
    trail: tuple[str, ...] = ()
    example: Any = NOTHING

    @property
    def is_repeated(self) -> bool:
        """Whether others like it came before, from which it should differ."""
        return self.index > 0 or self.turn > 0

    def within(self, references: tuple[str, ...]) -> "Spot":
        """The same spot, inside the named schemas that its value is made from."""
        return replace(self, trail=self.trail + references) if references else self

    def member(self, name: str, members: frozenset[str], thing: str, example: Any) -> "Spot":
        """The spot of a member of the object that stands here."""
        is_own = bool(self.path) and not self.is_item and joined(self.name) in _OWN
        here = f"{self.path}~{self.turn}" if self.turn else self.path
        return replace(
            self,
            path=f"{here}/{name}",
            name=name,
            role=self.role if is_own else here,
            thing=thing,
            members=members,
            owner=self.name,
            turn=0,
            depth=self.depth + 1,
            is_item=False,
            example=example,
        )

    def item(self, index: int, turn: int, example: Any) -> "Spot":
        """The spot of an item of the list that stands here; the first speaks for the list's owner."""
        path = f"{self.path}/{index}"
        return replace(
            self,
            path=path,
            role=f"{path}~{turn}" if index or turn else self.role,
            series=self.path,
            index=index,
            turn=turn,
            in_list=True,
            is_item=True,
            example=example,
        )
