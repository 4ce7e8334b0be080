"""Which parameter or member a refusal speaks of: the first that it mentions of those that an operation has.

Two members that are refused in the same words are two matters.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from vertrag.contract.operations import Operation
from vertrag.fuzz.judging.phrasing import texts
from vertrag.oracles.conversation.material import members, schema_of_body
from vertrag.oracles.grounds import Grounds

Culprit = Callable[[str, str], str]
"""From the label of an operation and the body of an answer to a name, "" where none is mentioned."""

_NAME = re.compile(r"[\w-]+")


def culprits(grounds: Grounds) -> Culprit:
    """Tells culprits by the names that a document has."""
    operations = {each.label: each for each in grounds.contract.operations}

    @cache
    def names(label: str) -> frozenset[str]:
        return frozenset(_names(grounds, operations[label])) if label in operations else frozenset()

    def culprit(label: str, answer: str) -> str:
        told = (word for text, is_name in texts(answer) if not is_name for word in _NAME.findall(text))
        known = names(label)
        return next((word for word in told if word in known or _in_headers(word) in known), "")

    return culprit


def _in_headers(word: str) -> str:
    """A word as the name of a header, whose case says nothing (RFC 9110 §5.1), marked as one."""
    return f"{word.casefold()}:"


def _names(grounds: Grounds, operation: Operation) -> Iterator[str]:
    for location, parameters in operation.parameters.items():
        names = [each.sent_as for each in parameters]
        yield from map(_in_headers, names) if location == "header" else names
    for place, _ in members(grounds, schema_of_body(grounds, operation)):
        yield from (each for each in place if isinstance(each, str))
