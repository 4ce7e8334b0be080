"""Whether a YAML text is nested deeper than the stack of its parser, which overflows without an error."""

import re
from typing import Any

import yaml

DEEPEST = 500  # levels; more than any document needs, and far less than the stack takes

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INDENTATION = re.compile(r"^[ ?:-]+", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]{}]")


def is_too_deep(text: str) -> bool:
    """Whether some part of the text lies more than `DEEPEST` levels deep."""
    return _may_be_too_deep(text) and _is_too_deep(text)


def _may_be_too_deep(text: str) -> bool:
    # A block needs one column for at most two levels, a flow one bracket for each. What stands in texts is
    # counted along: this may be wrong, and costs nothing.
    if any(2 * len(indentation) > DEEPEST for indentation in _INDENTATION.findall(text)):
        return True
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        if depth > DEEPEST // 2:
            return True
    return False


def _is_too_deep(text: str) -> bool:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return True
    return False
