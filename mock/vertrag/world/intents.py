"""Intents: what the AI understood of a request, and what an agent can do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from vertrag.world.facts import Case, Facts
from vertrag.world.fixtures import table

INTENTS = 10
"""An intent has the number of its ticket times this."""


@dataclass(frozen=True, slots=True)
class Option:
    """A way to answer a request; `says` is what the customer is told, None if nothing."""

    type: str
    name: str
    icon: str
    says: str | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """A request as it was understood; `confidence` in percent, `data` by the names of the vendor's API."""

    id: int
    code: str
    name: str
    contract_id: int
    confidence: int
    data: Mapping[str, Any]
    info: str
    options: tuple[Option, ...]


def intent_of(case: Case) -> Intent | None:
    """What was understood of a case, None where nothing was recognised."""
    row = understood().get(case.topic.code)
    if row is None or case.missed_call:
        return None
    fill = Facts(case).fill
    return Intent(
        case.ticket_id * INTENTS,
        case.topic.code,
        case.topic.name,
        case.contract.id,
        case.draw.between("confidence", 71, 98),
        {name: _value(fill(text)) for name, text in row["data"].items()},
        fill(row["info"]),
        tuple(_option(each, fill(each.get("says", ""))) for each in row["options"]),
    )


@cache
def understood() -> Mapping[str, Mapping[str, Any]]:
    """What can be understood, by the code of the topic."""
    return {code: row for code, row in table("intents.yaml").items() if not code.startswith("_")}


def _option(row: Mapping[str, str], says: str) -> Option:
    return Option(row["type"], row["name"], row["icon"], says or None)


def _value(text: str) -> str | int:
    return int(text) if text.isdecimal() else text
