"""All laws that single exchanges must keep, by their codes."""

from collections.abc import Callable, Iterator

from vertrag.oracles import declarations, echoes, leaks, listings, protocol
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.seen import Seen

Check = Callable[[Grounds, Seen], Iterator[Breach]]

CHECKS: tuple[Check, ...] = (
    protocol.protocol,
    leaks.leaks,
    declarations.declarations,
    listings.listings,
    echoes.echoes,
)
LAWS: tuple[Law, ...] = (*protocol.LAWS, *leaks.LAWS, *declarations.LAWS, *listings.LAWS, *echoes.LAWS)


def breaches(grounds: Grounds, exchange: Seen) -> Iterator[Breach]:
    """Every law that one exchange breaks."""
    for check in CHECKS:
        yield from check(grounds, exchange)
