"""Which members of a row say how many rows of another resource there are below it."""

from vertrag.contract.inference.naming import joined, singular
from vertrag.contract.inference.resources import Resource


def tallies(parent: Resource, child: Resource) -> list[str]:
    """The members that are named so: `commentCount`, `total_comments`, as far as they may be numbers."""
    many, one = joined(child.thing.name), singular(joined(child.thing.name))
    variables = child.key.variables[-1:] if child.key else ()
    ones = {one, *(joined(each).removesuffix("id") for each in variables)} - {""}
    names = {f"{each}count" for each in (*ones, many)} | {
        f"{each}{many}" for each in ("numberof", "num", "total")
    }
    return [
        name
        for name in parent.row.members or {}
        if joined(name) in names and (not (types := parent.row.member(name).types) or "integer" in types)
    ]
