"""`vertrag sabotages`: the ways to break a contract on purpose, and which of them a document has room for."""

import json
from typing import Literal, TextIO

from vertrag.sabotage.playbook import WAYS, plot
from vertrag.sabotage.way import Way

Form = Literal["text", "json"]


def print_sabotages(document: str | None, form: Form, out: TextIO) -> None:
    """Print all ways, or those that can apply to a document and what the others need."""
    unfit = _unfit(document) if document is not None else set()
    if form == "json":
        print(
            json.dumps([_as_json(way, fits=way.code not in unfit) for way in WAYS.values()], indent=2),
            file=out,
        )
        return
    for way in WAYS.values():
        needs = f"  (needs {way.need.words})" if way.code in unfit else ""
        print(f"{way.code}  {way.title}{needs}", file=out)


def _unfit(document: str) -> set[str]:
    from vertrag.contract.loading.document import load
    from vertrag.contract.operations import compile_contract

    return {way.code for way in plot(compile_contract(load(document)), WAYS).unfit}


def _as_json(way: Way, *, fits: bool) -> dict[str, object]:
    return {
        "code": way.code,
        "title": way.title,
        "text": way.text,
        "needs": way.need.words,
        "category": way.category,
        "applies": fits,
    }
