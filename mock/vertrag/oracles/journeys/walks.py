"""All walks, and what each of them found: told with all that led to it, and walked again to be sure."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from vertrag.contract.inference.resources import Resource
from vertrag.exchange import Request
from vertrag.oracles.conversation.talk import Exchanged, Talk
from vertrag.oracles.journeys import (
    adding,
    admission,
    counting,
    dating,
    entity_tags,
    identities,
    leafing,
    left_to_server,
    linking,
    meeting,
    never_made,
    orphaning,
    paging,
    probing,
    refusing,
    repeating,
    replacing,
    rereading,
    restoring,
    searching,
    stepping,
    uploads,
    writing,
)
from vertrag.oracles.law import Breach, Law

Walk = Callable[[Talk, Resource], Iterator[Breach]]

WALKS: tuple[Walk, ...] = (
    rereading.read_twice,
    entity_tags.tags_count,
    writing.created_is_read,
    dating.changed_after_made,
    replacing.replaced_as_a_whole,
    replacing.made_at_its_place,
    writing.changed_in_part,
    stepping.steps_are_kept,
    stepping.steps_are_taken_once,
    repeating.created_once_only,
    left_to_server.left_alone,
    refusing.refused_without_effect,
    writing.deleted_is_gone,
    restoring.brought_back,
    uploads.files_last,
    orphaning.goes_with_its_parent,
    counting.rows_below_are_counted,
    rereading.listed_as_it_is,
    rereading.under_its_own_parent,
    never_made.made_by_nobody,
    paging.pages_follow,
    leafing.pages_lead_on,
    linking.links_lead_on,
    paging.filters_keep,
    searching.nonsense_finds_less,
    searching.what_is_there_is_found,
    paging.orders_order,
    admission.created_once,
    admission.only_declared_media_types,
    admission.whole_credentials,
    identities.kept_apart,
)
ROUNDS: tuple[tuple[Walk, ...], ...] = (
    (meeting.met,),
    (meeting.met_with_nonsense, admission.closed_to_strangers, adding.one_member_more),
    WALKS,
    (probing.values_are_handled,),
)
"""The walks between short ones and a long one: what is quickly seen is seen early, of every resource."""
_HOPELESS = frozenset({rereading.SAFE, writing.LOST})
"""Laws whose breach spoils every other walk over the resource."""

_SHOWN_BY_ONE = frozenset({probing.values_are_handled})
"""Walks of hundreds of requests, of which a breach needs the last: whoever tells it can send that again."""

_ROOMS = (
    *(
        writing,
        replacing,
        restoring,
        stepping,
        uploads,
        counting,
        dating,
        left_to_server,
        refusing,
        rereading,
        never_made,
    ),
    *(entity_tags, paging, leafing, linking, searching, admission, repeating, probing, identities),
)
LAWS: tuple[Law, ...] = tuple(sorted((law for room in _ROOMS for law in room.LAWS), key=lambda law: law.code))


def are_walked(codes: Collection[str]) -> bool:
    """Whether there are codes, all of laws that nothing but walks can show to be broken."""
    return bool(codes) and {law.code for law in LAWS}.issuperset(codes)


def rounds_for(codes: Collection[str]) -> tuple[tuple[Walk, ...], ...]:
    """The rounds that look for breaches of some laws: the first, and then the walks that know one of them."""
    if not are_walked(codes):
        return ROUNDS
    kept = (tuple(way for way in ways if _knows(way, codes)) for ways in ROUNDS[1:])
    return (ROUNDS[0], *filter(None, kept))


def _knows(way: Walk, codes: Collection[str]) -> bool:
    """Whether the room of a walk has one of these laws, of its own or of another: it tells no others."""
    room = vars(sys.modules[way.__module__]).values()
    return any(isinstance(each, Law) and each.code in codes for each in room)


@dataclass(frozen=True, slots=True)
class Walked:
    """A breach on a walk: the exchanges that show it, the last of them the one that broke the law.

    `steady` says whether walking the same way again showed it again, None where that was not tried.
    """

    breach: Breach
    resource: str
    chain: tuple[Exchanged, ...]
    steady: bool | None


def walked(talk: Talk, resource: Resource, ways: Iterable[Walk]) -> Iterator[list[Walked]]:
    """Walk some ways over a resource; what each of them found, be it cut short or not."""
    for way in ways:
        found: list[Walked] = []
        try:
            for each in walk(talk, way, resource):
                found.append(each)  # noqa: PERF402 - what came before an end is kept
        except (Exception, KeyboardInterrupt):
            if found:
                yield found
            raise
        yield found
        if is_hopeless(found):
            return


def is_hopeless(found: Iterable[Walked]) -> bool:
    """Whether no other walk over the resource makes sense."""
    return any(each.breach.law in _HOPELESS for each in found)


def walk(talk: Talk, deed: Walk, resource: Resource) -> Iterator[Walked]:
    """Walk once, and again where something was found that one request does not show."""
    talk.begin()
    found: list[tuple[Breach, tuple[Exchanged, ...]]] = []
    again: set[Law] | None = None
    try:
        for breach in deed(talk, resource):
            found.append((breach, tuple(talk.chain)))  # noqa: PERF401 - what came before an end is kept
        if found and deed not in _SHOWN_BY_ONE:
            talk.begin()
            again = {breach.law for breach in deed(talk, resource)}
    finally:  # whoever ends a walk, because time is up, hears what it found all the same
        for breach, chain in found:
            steady = breach.law in again if again is not None else None
            yield Walked(breach, resource.name, _without_repeats(chain), steady)


def _without_repeats(chain: tuple[Exchanged, ...]) -> tuple[Exchanged, ...]:
    """The exchanges without reads that only say once more what the one before them said."""
    kept = [
        later
        for earlier, later in pairwise(chain[:-1])
        if later[0].method != "GET" or _told(earlier) != _told(later)
    ]
    return (*chain[: len(chain) > 1], *kept, chain[-1])


def _told(exchanged: Exchanged) -> tuple[Request, int, bytes] | None:
    request, response = exchanged
    return (request, response.status, response.body) if response is not None else None
