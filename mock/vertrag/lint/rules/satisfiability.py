"""Rules on schemas that no value can satisfy, and on those that do not compile for any other reason."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from jsonschema_rs.canonical import UnsatisfiableReason

from vertrag.contract.loading.document import escape, pointer_tokens
from vertrag.contract.schema.schemas import Schemas
from vertrag.contract.schema.soundness import UNREADABLE
from vertrag.lint.rule import Rule, Where
from vertrag.lint.rules import dialect, expressions, preamble, referencing
from vertrag.lint.rules.contradictions import contradictions
from vertrag.lint.survey import Survey

# What these find makes the compiler stumble as well; it need not be said twice.
_KNOWN_CAUSES = tuple(
    rule
    for rule in (*preamble.RULES, *referencing.RULES, *dialect.RULES, *expressions.RULES)
    if rule.code in ("V105", "V110", "V112", "V115", "V150", "V151", "V152", "V158")
)


def _not_compiling(survey: Survey) -> Iterator[Where]:
    if survey.schemas is None:
        yield "", f"No schema can be compiled: {survey.refusal}."
        return
    known = {pointer for rule in _KNOWN_CAUSES for pointer, _ in rule.places(survey)}
    broken = [where for where in _against_meta_schema(survey.schemas) if where[0] not in known]
    yield from broken
    if not known and not broken and survey.schemas.joint(survey.roots, "request") is None:
        survey.schemas.validator(_first_broken(survey.schemas, survey.roots), "request")
        for defect in survey.schemas.defects:
            yield defect.pointer, f"{defect.message[:1].upper()}{defect.message[1:]}."


def _first_broken(schemas: Schemas, pointers: list[str]) -> str:
    # A broken part breaks whatever refers to it: one place stands for all, and is found by halving.
    while len(pointers) > 1:
        half = pointers[: len(pointers) // 2]
        pointers = half if schemas.joint(half, "request") is None else pointers[len(half) :]
    return pointers[0]


def _against_meta_schema(schemas: Schemas) -> Iterator[Where]:
    for defect in schemas.defects:
        if defect.message.startswith(UNREADABLE):
            yield defect.pointer, f"The schema does not compile: {defect.message.removeprefix(UNREADABLE)}."


def _impossible(survey: Survey) -> Iterator[Where]:
    if survey.schemas is None:
        return
    for root in survey.roots:
        reasons = contradictions(survey.schemas, root)
        for pointer, reason in reasons.items():
            if _is_own(pointer, reason, reasons):
                place = root + _as_written(survey.document.at(_fragment(root)), pointer)
                yield place, f"No value can satisfy this schema: {_told(reason)}."


def _causes(reason: Any) -> list[Any]:
    if isinstance(reason, UnsatisfiableReason.Conflict):
        return list(reason.causes)
    return [reason.cause] if isinstance(reason, UnsatisfiableReason.Empty) else []


def _is_own(pointer: str, reason: Any, reasons: Mapping[str, Any]) -> bool:
    """Whether the fault lies here: not written as `false` on purpose, nor in a part that is told itself."""
    causes = _causes(reason)
    if not causes or any(set(cause.keywords) & {"$ref", "not"} for cause in causes):
        return False
    return not any(
        cause.pointer != pointer and not cause.keywords and cause.pointer in reasons for cause in causes
    )


def _told(reason: Any) -> str:
    causes = _causes(reason)
    # Bounds that cross need no word on the type that they are of.
    crossing = [cause for cause in causes if len(cause.keywords) > 1] or causes
    named = [", ".join(cause.keywords) or cause.pointer.rsplit("/", 1)[-1] for cause in crossing]
    if isinstance(reason, UnsatisfiableReason.Empty):
        return f"{named[0]} {'leave' if ', ' in named[0] else 'leaves'} nothing over"
    parties = dict.fromkeys(named)
    several = len(parties) > 1 or ", " in named[0]
    return f"{' and '.join(parties)} {'contradict each other' if several else 'contradicts itself'}"


def _as_written(schema: Any, pointer: str) -> str:
    """The pointer in the author's schema; for the compiler a nullable one stands in an `else`."""
    written, node = "", schema
    for key in pointer_tokens(quote(pointer)):
        if isinstance(node, Mapping) and key == "else" and key not in node:
            continue
        widened = isinstance(node, Mapping) and key == "anyOf" and key not in node
        keyword = "oneOf" if widened else key
        node = _step(node, keyword)
        written += f"/{escape(keyword)}"
    return written


def _fragment(pointer: str) -> str:
    return f"#{quote(pointer)}"


def _step(node: Any, key: str) -> Any:
    if isinstance(node, Mapping):
        return node.get(key)
    return node[int(key)] if isinstance(node, list) and key.isdecimal() and int(key) < len(node) else None


RULES = (
    Rule(
        "V155",
        "error",
        "schema does not compile",
        "The compiler of schemas refuses this one for a reason that no other rule knows, so it judges "
        "nothing. It is looked for once broken references, types, values and patterns are gone, which "
        "cause the same.",
        "Correct what the message says.",
        _not_compiling,
    ),
    Rule(
        "V170",
        "error",
        "schema that nothing satisfies",
        "The rules of the schema contradict each other: bounds that cross, an `enum` or `const` outside of "
        "the type or the pattern, types of `allOf` that exclude each other, a required property that a "
        "closed object does not have. Every value is refused.",
        "Look at the keywords that the message names and drop or widen one.",
        _impossible,
    ),
)
