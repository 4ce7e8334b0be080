"""Intents: what the AI understood of a request, and what an agent can do about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from vertrag.world.fixtures import table
from vertrag.world.helpdesk.facts import Case, Facts, lacks_bill

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
    row = _row(case)
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
        tuple(_option(fill, **option) for option in row["options"]),
    )


def recommended(case: Case) -> str | None:
    """What should be done about a case, None where nothing was recognised."""
    row = _row(case)
    return str(row["options"][0]["type"]) if row else None


def _option(fill: Callable[[str], str], type: str, name: str, icon: str, says: str | None = None) -> Option:  # noqa: A002 - as in the table
    return Option(type, name, icon, fill(says) if says else None)


def _row(case: Case) -> Mapping[str, Any] | None:
    row = understood().get(case.topic.code)
    unbilled: Mapping[str, Any] | None = row.get("unbilled") if row else None
    return unbilled if unbilled and not case.own and lacks_bill(case, case.topic.summary) else row


@cache
def understood() -> Mapping[str, Mapping[str, Any]]:
    """What can be understood, by the code of the topic."""
    return {code: row for code, row in table("intents.yaml").items() if not code.startswith("_")}


@cache
def options_of(code: str) -> tuple[Option, ...]:
    """The options of a kind of intent, with the slots of what they say."""
    return tuple(Option(**row) for row in understood()[code]["options"])


def _value(text: str) -> str | int:
    return int(text) if text.isdecimal() else text
