"""`vertrag lint` and `vertrag explain`: what is printed, and the exit code for CI."""

import os
from collections.abc import Mapping, Sequence
from typing import Literal, TextIO

from vertrag.lint.exports import as_json, as_sarif
from vertrag.lint.inspection import Inspection, inspect
from vertrag.lint.listing import as_text
from vertrag.lint.rulebook import rule_of
from vertrag.sabotage.playbook import way_of

Form = Literal["text", "json", "sarif"]


def lint(
    documents: Sequence[str],
    form: Form,
    out: TextIO,
    *,
    strict: bool = False,
    everything: bool = False,
    environ: Mapping[str, str] = os.environ,
) -> int:
    """Print what is wrong with the documents; 1 where there are errors (`strict`: or warnings), else 0.

    Raises `DocumentError` where one cannot be read.
    """
    inspections = [inspect(where) for where in documents]
    if form == "text":
        color = out.isatty() and "NO_COLOR" not in environ
        print(as_text(inspections, everything=everything, color=color).rstrip("\n"), file=out)
    else:
        print(as_json(inspections) if form == "json" else as_sarif(inspections), file=out)
    return int(any(_fails(inspection, strict=strict) for inspection in inspections))


def _fails(inspection: Inspection, *, strict: bool) -> bool:
    return bool(inspection.count("error") or (strict and inspection.count("warning")))


def explained(code: str) -> str:
    """The paragraph of a code, as in docs/lint.md, or in docs/sabotage.md where it begins with S."""
    described = way_of(code) if code.strip().upper().startswith("S") else rule_of(code)
    return described.paragraph.removeprefix("### ")
