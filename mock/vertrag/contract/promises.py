"""What a document declares to hold beyond its schemas: expressions in CEL under `x-invariants`.

1. On a schema an expression speaks of `self`, on an operation of `request` and `response`.
2. What cannot be computed, since a member is missing or null, is not broken.
3. CEL is imported when a document declares something, and not before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from vertrag.contract.loading.pointers import escape

NAME = "x-invariants"

_LONGEST_FAULT = 200  # characters; the parser of CEL quotes a page of what it would have liked


@dataclass(frozen=True, slots=True)
class Promise:
    """One expression as it was declared; `message` says it for people."""

    expression: str
    message: str


def promises_of(node: Any) -> Iterator[Promise]:
    """The promises under a node: texts, or objects with `rule` and `message`."""
    stated = node.get(NAME) if isinstance(node, Mapping) else None
    for each in stated if isinstance(stated, list) else ():
        rule = each.get("rule") if isinstance(each, Mapping) else each
        message = each.get("message") if isinstance(each, Mapping) else None
        yield Promise(str(rule), str(message or rule))


def declared_in(tree: Any, pointer: str = "") -> Iterator[tuple[str, Promise, tuple[str, ...]]]:
    """Every promise of a document: the pointer to it, and the names that it may speak of."""
    if isinstance(tree, dict):
        names = ("request", "response") if "responses" in tree else ("self",)
        for number, promise in enumerate(promises_of(tree)):
            yield f"{pointer}/{NAME}/{number}", promise, names
        for name, value in tree.items():
            yield from declared_in(value, f"{pointer}/{escape(str(name))}")
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from declared_in(value, f"{pointer}/{index}")


def fault_of(promise: Promise, names: tuple[str, ...]) -> str:
    """Why an expression cannot be read or speaks of what is not there; empty where it is right."""
    try:
        _program(promise.expression).execute({name: {} for name in names})
    except (ValueError, RuntimeError) as error:
        return " ".join(str(error).split())[:_LONGEST_FAULT]
    except (LookupError, TypeError, ArithmeticError):
        pass  # of nothing nothing can be computed
    return ""


def holds(promise: Promise, context: Mapping[str, Any]) -> bool | None:
    """Whether a promise is kept; None where that cannot be computed."""
    try:
        return bool(_program(promise.expression).execute(dict(context)))
    except (ValueError, LookupError, TypeError, RuntimeError, ArithmeticError):
        return None


@lru_cache(maxsize=1024)
def _program(expression: str) -> Any:
    import cel  # a tenth of a second that only those wait for who declare something

    return cel.compile(expression)
