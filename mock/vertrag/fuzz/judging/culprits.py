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
        return next((word for word in told if word.casefold() in names(label)), "")

    return culprit


def _names(grounds: Grounds, operation: Operation) -> Iterator[str]:
    for parameters in operation.parameters.values():
        yield from (each.sent_as.casefold() for each in parameters)
    for place, _ in members(grounds, schema_of_body(grounds, operation)):
        yield from (each.casefold() for each in place if isinstance(each, str))
