"""A walk over lists that search for a text: what no row has does not find every row."""

from collections.abc import Iterator

from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.row_paths import listing
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.journeys.paging import ROWS, keys_in, whole, whole_page
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.spelling import as_json

IGNORED = Law(
    "VF608",
    "search_ignored",
    "A search for what no row has finds every row",
    "fewer rows than without the search",
    2,
)
LAWS = (IGNORED,)

_NONSENSE = "zqxvwkjy"  # in no language a word, nor part of one


def nonsense_finds_less(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A list that searches for a text is not the same for one that nobody ever wrote."""
    listed = listing(resource)
    names = [each.parameter for each in listed.query.filters if each.relation == "text"] if listed else []
    parent = talk.above(listed.operation) if listed and names else None
    found = whole(talk, resource, listed, parent) if listed and parent is not None else None
    if listed is None or parent is None or found is None or len(found.keys) < ROWS:
        return
    for name in names if found.is_all else ():
        answer = talk.ask(listed.operation, parent, {**whole_page(listed), name: _NONSENSE})
        keys = keys_in(resource, listed, answer)
        if answer is not None and not answer.reading.violations and keys == found.keys:
            yield Breach(IGNORED, f"all {len(keys)} rows for {name} {as_json(_NONSENSE)}")
