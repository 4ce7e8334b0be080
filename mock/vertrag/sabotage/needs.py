"""What several ways need of a document: operations that do something to a row."""

from vertrag.contract.inference.deeds import Kind
from vertrag.sabotage.terrain import Terrain
from vertrag.sabotage.way import Need


def deed_of(*kinds: Kind) -> Need:
    """An operation that does one of these."""

    def has(terrain: Terrain) -> bool:
        return bool(terrain.deeds(*kinds))

    return Need(f"an operation that is a {' or '.join(kinds)} of a resource", has)


def both(first: Kind, second: Kind) -> Need:
    """A resource to which both can be done."""

    def has(terrain: Terrain) -> bool:
        resources = terrain.resources.by_name.values()
        return any(each.deed(first) and each.deed(second) for each in resources)

    return Need(f"a resource with both a {first} and a {second}", has)


LISTS = deed_of("list", "search")
