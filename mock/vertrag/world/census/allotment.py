"""Whose ticket is whose: ticket numbers and customers, each computed from the other.

Laws
1. Eight customers share a block of 24 slots. Slot j of every block falls into the j-th of 24 equal shares of
   the tickets, in order of time; within the share a permutation scatters the blocks. So a ticket's number
   gives its slot, a slot its number, both in constant time, and numbers follow time.
2. A slot belongs to one customer of its block who had joined before its share began, most likely to one who
   is new. The first customer of a block has always been there, so every slot has an owner.
3. Owners, shares and all that is drawn by slot do not depend on how many customers the world has; only
   ticket numbers and the instants inside a share do.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from vertrag.world.draws import Draws, Permutation, scaled, words_from

SLOTS = 24
BLOCK = 8
FRESH = 2
"""For how many shares a customer is new: some three months."""
EAGER = 60
"""How many times as often new customers write: most do, about the switch."""
ALWAYS = -1
"""The share in which a customer joined who was there before the first ticket."""
ELDERS = 62  # percent of the customers who have always been there
NEWEST = 22  # later joiners would have no slot in which to ask anything


@dataclass(frozen=True, slots=True)
class Allotment:
    """The slots and owners of all tickets; customers and tickets are counted from 0."""

    seed: int
    customers: int
    shuffles: tuple[Permutation, ...] = field(init=False, repr=False, compare=False)
    _members: Draws = field(init=False, repr=False, compare=False)
    _slots: Draws = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        shuffles = (Permutation(self.blocks, self.seed, f"share {share}") for share in range(SLOTS))
        object.__setattr__(self, "shuffles", tuple(shuffles))
        object.__setattr__(self, "_members", Draws(self.seed, "member"))
        object.__setattr__(self, "_slots", Draws(self.seed, "slot"))

    @property
    def blocks(self) -> int:
        """How many blocks there are; the last may hold fewer than eight customers."""
        return -(-self.customers // BLOCK)

    @property
    def tickets(self) -> int:
        """How many tickets there are."""
        return self.blocks * SLOTS

    def slot_of(self, ticket: int) -> int:
        """The slot of a ticket."""
        share, place = divmod(ticket, self.blocks)
        return self.shuffles[share].backward(place) * SLOTS + share

    def ticket_of(self, slot: int) -> int:
        """The ticket of a slot."""
        block, share = divmod(slot, SLOTS)
        return share * self.blocks + self.shuffles[share].forward(block)

    def owner_of(self, slot: int) -> int:
        """The customer to whom a slot belongs."""
        block, share = divmod(slot, SLOTS)
        return self.owners(block)[share]

    def slots_of(self, customer: int) -> tuple[int, ...]:
        """The slots of a customer, in order of time."""
        block = customer // BLOCK
        owners = enumerate(self.owners(block), block * SLOTS)
        return tuple(slot for slot, owner in owners if owner == customer)

    def joined(self, customer: int) -> int:
        """The share in which a customer joined, or ALWAYS."""
        draw = self._members.of(customer)
        if customer % BLOCK == 0 or draw.chance("elder", ELDERS):
            return ALWAYS
        return draw.below("joined", NEWEST)

    def owners(self, block: int) -> tuple[int, ...]:
        """The owners of all slots of a block: in each share one of those present, by how often they write."""
        return _owners(self, block)

    def _draw_owners(self, block: int) -> tuple[int, ...]:
        members = self._members_of(block)
        changes = {share + 1 for _, joined, _, fresh_until in members for share in (joined, fresh_until)}
        owners, sums = list[int](), tuple[int, ...]()
        for share, word in enumerate(words_from(self._slots.key("owner"), block * SLOTS, SLOTS)):
            if share in changes:
                present = (
                    zeal * EAGER if share <= fresh_until else zeal
                    for _, joined, zeal, fresh_until in members
                    if joined < share
                )
                sums = tuple(accumulate(present))
            owners.append(members[bisect_right(sums, scaled(word, sums[-1]))][0])
        return tuple(owners)

    def _members_of(self, block: int) -> list[tuple[int, int, int, int]]:
        """Customer, share of joining, how often they write, last share as a new one: elders first."""
        first = block * BLOCK
        members = range(first, min(first + BLOCK, self.customers))
        drawn = (words_from(self._members.key(name), first, BLOCK) for name in ("elder", "joined", "zeal"))
        known = []
        for each, elder, share, zeal in zip(members, *drawn, strict=False):  # the last block may hold fewer
            always = each == first or scaled(elder, 100) < ELDERS
            joined = ALWAYS if always else scaled(share, NEWEST)
            # Squares: most people write once in a year or never, a few write every month.
            known.append((each, joined, (1 + scaled(zeal, 5)) ** 2, ALWAYS if always else joined + FRESH))
        return sorted(known, key=itemgetter(1))


def is_fresh(joined: int, share: int) -> bool:
    """Whether somebody who joined in a share is still new in another."""
    return joined != ALWAYS and share - joined <= FRESH


@lru_cache(maxsize=1024)  # neighbours are of one block, and who walks through the world asks for each of them
def _owners(allotment: Allotment, block: int) -> tuple[int, ...]:
    return allotment._draw_owners(block)  # noqa: SLF001 - a method that remembers would keep its object alive
