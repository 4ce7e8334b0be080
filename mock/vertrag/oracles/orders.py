"""The law on the order of a list: that of any language for texts, that of their ranks for a closed set."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import value_at
from vertrag.oracles.conversation.material import members
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.law import Breach, Law

ORDER = Law("VF203", "order_broken", "A list is not in the order asked for", "rows in the order asked for", 2)

_AROUND = 2  # values before and behind the first that is out of order


def order(
    grounds: Grounds, deed: Deed, rows: Sequence[Any], arguments: Mapping[str, Any]
) -> Iterator[Breach]:
    """The breach of a list that is not sorted by the one member that was asked for."""
    sorting = deed.query.sorting
    by = arguments.get(sorting.by) if sorting and sorting.by else None
    if sorting is None or not isinstance(by, str) or "," in by:
        return
    direction = str(arguments.get(sorting.direction, "") if sorting.direction else "").lower()
    descending = by.startswith("-") or direction.startswith("desc")
    member = by.lstrip("+-")
    values = [value_at(row, (member,)) for row in rows]
    kinds = {float if is_number(value) else type(value) for value in values}
    if len(kinds) != 1 or not isinstance(values[0], str | int | float):
        return
    if not any(_is_sorted(each, descending) for each in _readings(values)) and not any(
        _is_ranked(values, names) for names in _closed_sets(grounds, deed, member)
    ):
        which = "descending" if descending else "ascending"
        yield Breach(ORDER, f"{member} is not {which}: {', '.join(map(str, _place(values, descending)))}")


def is_number(value: Any) -> bool:
    """Whether a value is a number; no switch is one."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _readings(values: list[Any]) -> list[list[Any]]:
    """Texts have as many orders as languages, and empty ones no place: only what is in none is broken."""
    folded = [str(value).strip().casefold() for value in values]
    filled = [each for each in folded if each]
    return [values, folded, filled] if isinstance(values[0], str) else [values]


def _is_sorted(values: list[Any], descending: bool) -> bool:  # noqa: FBT001 - private
    return all(first >= then if descending else first <= then for first, then in pairwise(values))


def _is_ranked(values: list[Any], names: list[Any]) -> bool:
    """Whether the values are in the order of a closed set; which end of it comes first is anybody's guess."""
    ranks = [names.index(value) for value in values if value in names]
    return len(ranks) == len(values) and any(_is_sorted(ranks, descending) for descending in (False, True))


def _place(values: list[Any], descending: bool) -> list[Any]:  # noqa: FBT001 - private
    """The values around the first that is out of order."""
    wrong = next(
        at for at, pair in enumerate(pairwise(values), start=1) if not _is_sorted([*pair], descending)
    )
    return values[max(0, wrong - _AROUND) : wrong + _AROUND]


def _closed_sets(grounds: Grounds, deed: Deed, member: str) -> Iterator[list[Any]]:
    """What the list's parameters and its answers enumerate for a member."""
    document = grounds.contract.document
    asked = [each.schema for each in deed.operation.parameters.get("query", ()) if each.sent_as == member]
    for schema in [*asked, *_shown(grounds, deed, member)]:
        for node in (schema, document.resolve(schema.get("items")) if isinstance(schema, Mapping) else None):
            if isinstance(node, Mapping) and isinstance(node.get("enum"), list):
                yield node["enum"]


def _shown(grounds: Grounds, deed: Deed, member: str) -> Iterator[Any]:
    document = grounds.contract.document
    for response in (deed.operation.node.get("responses") or {}).values():
        described = document.resolve(response)
        content = described.get("content") if isinstance(described, Mapping) else None
        for media_type in (content or {}).values():
            schema = document.resolve((document.resolve(media_type) or {}).get("schema"))
            rows = document.resolve(schema.get("items")) if isinstance(schema, Mapping) else None
            for place, described_member in (*members(grounds, schema), *members(grounds, rows)):
                if place[-1] == member:
                    yield described_member
