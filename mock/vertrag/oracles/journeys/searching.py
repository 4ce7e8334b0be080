"""Walks over lists that search for a text: what no row has does not find all, what one has finds it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import words_of
from vertrag.contract.inference.resources import Resource
from vertrag.contract.reading.parameters import Parameter
from vertrag.oracles.conversation.row_paths import listing
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.journeys.paging import DROPS, ROWS, is_whole, keys_in, whole, whole_page
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import key_of, rows_of
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
_CONTAINS = re.compile(r"\bcontain|\benth[aä]lt|\bsubstring\b|\bTeil\b", re.IGNORECASE)
_LIMITS = re.compile(
    r"\b(?:must|may|not|never|least|characters?|muss|darf|nicht|mindestens|Zeichen)\b", re.IGNORECASE
)
_CLAUSES = re.compile(r"[.;:!?()]")
_ANY_CASE = re.compile(
    r"case[ -]?insensitiv|whatever (?:the|its) case|\b(?:ignor|regardless of)[\w ]{0,12}\bcase\b"
    r"|Gro(?:ß|ss)[\w/ -]{0,30}(?:egal|keine Rolle|ignoriert|nicht beachtet)",
    re.IGNORECASE,
)


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


def what_is_there_is_found(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A search finds rows by each member that the document says it looks at, in any case where it says so."""
    listed = listing(resource)
    told = list(_telling(listed)) if listed else []
    parent = talk.above(listed.operation) if listed and told else None
    if listed is None or parent is None:
        return
    talk.make(resource)
    answer = talk.ask(listed.operation, parent, whole_page(listed))
    rows = [row for row in (rows_of(listed, answer) or () if answer else ()) if isinstance(row, dict)]
    for parameter in told:
        for key, value in _sought(resource, parameter, rows):
            found = talk.ask(listed.operation, parent, {**whole_page(listed), parameter.name: value})
            got = keys_in(resource, listed, found)
            if got is not None and key not in got and is_whole(listed, got, found):
                yield Breach(DROPS, f"{key} does not come for {parameter.name} {as_json(value)}")
                return


def _telling(listed: Deed) -> Iterator[Parameter]:
    """The searches of which the document says what they look for."""
    names = {each.parameter for each in listed.query.filters if each.relation == "text"}
    parameters = listed.operation.parameters.get("query", ())
    return (each for each in parameters if each.name in names and _looked_at(each.description))


def _looked_at(description: str) -> frozenset[str]:
    """The words before "contains" in a description: "titles whose name or author contains this text"."""
    clauses = (each for each in _CLAUSES.split(description) if not _LIMITS.search(each))
    found = ((each, _CONTAINS.search(each)) for each in clauses)
    return frozenset(word for each, told in found if told for word in words_of(each[: told.start()]))


def _sought(
    resource: Resource, parameter: Parameter, rows: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Keys of rows, with texts that they have in the members that a description names."""
    said = _looked_at(parameter.description)
    for name in dict.fromkeys(name for row in rows for name in row if said.issuperset(words_of(name))):
        holders = ((key_of(resource, row), row[name]) for row in rows if isinstance(row.get(name), str))
        fitting = ((key, text.strip()) for key, text in holders if key is not None)
        key, text = next(
            (each for each in fitting if each[1] and not any(parameter.judge(each[1]))), ("", "")
        )
        if text:
            yield key, text
        if text.isascii() and text.swapcase() != text and _ANY_CASE.search(parameter.description):
            yield key, text.swapcase()
