"""All rules in the order of their codes, and the paragraph of each."""

from collections.abc import Mapping

from vertrag.errors import UsageError
from vertrag.lint.rule import Rule
from vertrag.lint.rules import (
    alternatives,
    arguments,
    calls,
    dialect,
    discriminators,
    drafts,
    duplicates,
    endlessness,
    expressions,
    gaps,
    preamble,
    promising,
    referencing,
    routes,
    satisfiability,
    specimens,
)

_ROOMS = (
    duplicates,
    preamble,
    referencing,
    routes,
    calls,
    arguments,
    dialect,
    promising,
    expressions,
    discriminators,
    drafts,
    satisfiability,
    endlessness,
    alternatives,
    specimens,
    gaps,
)

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in sorted((rule for room in _ROOMS for rule in room.RULES), key=lambda rule: rule.code)
}


def rule_of(code: str) -> Rule:
    """The rule of a code in any case; `UsageError` where there is none."""
    rule = RULES.get(code.strip().upper())
    if rule is None:
        raise UsageError(f"no rule has the code {code!r}", hint=f"codes go from {min(RULES)} to {max(RULES)}")
    return rule
