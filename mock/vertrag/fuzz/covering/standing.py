"""Where a run leaves a document, in the words and figures that every report tells: score and coverage."""

from vertrag.fuzz.covering.coverage import counted
from vertrag.fuzz.events import RunFinished

KINDS = {"operation": "operations", "response": "responses", "parameter": "parameters", "rule": "rules"}
"""The kinds of what can be covered, as they are called where there are several."""


def standing(finished: RunFinished) -> str:
    """The score and how much was covered, in one line."""
    counts = counted(finished.coverage)
    whole = sum(each[1] for each in counts.values())
    said = f"Conformance {finished.score:g} of 100"
    if not whole:
        return said
    kinds = ", ".join(
        f"{name} {counts[kind][0]}/{counts[kind][1]}" for kind, name in KINDS.items() if kind in counts
    )
    return f"{said}, {share(finished):.0%} of {whole} parts of the document covered ({kinds})"


def share(finished: RunFinished) -> float:
    """The covered share of the document, of 1."""
    counts = counted(finished.coverage).values()
    return sum(each[0] for each in counts) / max(1, sum(each[1] for each in counts))
