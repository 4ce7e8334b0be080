"""Rules on what a document declares to hold beyond its schemas."""

from collections.abc import Iterator

from vertrag.contract.promises import declared_in, fault_of
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Survey


def _unreadable(survey: Survey) -> Iterator[Where]:
    for pointer, promise, names in declared_in(survey.document.tree):
        fault = fault_of(promise, names)
        if fault:
            yield pointer, f"{promise.expression!r} is no expression: {fault}"


RULES = (
    Rule(
        "V169",
        "error",
        "an invariant cannot be read",
        "`x-invariants` lists expressions in CEL, the Common Expression Language, that hold of every "
        "value of a schema (`self`) or of every exchange of an operation (`request`, `response`); this "
        "one is none, and `vertrag fuzz` does not start with it.",
        "Correct the expression: the message says where it ends to be CEL.",
        _unreadable,
    ),
)
