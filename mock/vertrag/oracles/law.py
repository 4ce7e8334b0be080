"""What a law is: its stable code, its name, how bad a breach is, and its number in the fault catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """One law; `severity` is 0 for the worst, `expected` says what should have come.

    `category` is its number in the fault catalogue of webfuzzing-commons, None where that has none.
    """

    code: str
    name: str
    title: str
    expected: str
    severity: int = 1
    category: int | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """One law, broken; `actual` says what came instead, `spot` in which of several places of an operation."""

    law: Law
    actual: str
    spot: str = ""
