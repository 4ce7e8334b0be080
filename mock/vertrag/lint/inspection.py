"""Lints one document: reads it, asks every rule, and finds the line of each answer.

Laws
1. Any text that is a map in JSON or YAML can be linted; what else is wrong with it is a finding.
2. The work is linear in the size of the document.
3. The same document has the same findings in the same order: by line, then code.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from vertrag.contract.loading.document import Document, from_tree, parse
from vertrag.contract.loading.sources import read
from vertrag.contract.undisturbed import undisturbed
from vertrag.errors import DocumentError
from vertrag.lint.lines import lines_of
from vertrag.lint.originals import original
from vertrag.lint.rule import Lint, Rule, Severity
from vertrag.lint.rulebook import RULES
from vertrag.lint.rules.preamble import is_known_version
from vertrag.lint.survey import Survey

_ASSUMED = "3.1.0"  # where the document does not say its version


@dataclass(frozen=True, slots=True)
class Inspection:
    """A document and what is wrong with it."""

    source: str
    lints: tuple[Lint, ...]

    def count(self, severity: Severity) -> int:
        """How many findings of a severity there are."""
        return sum(lint.rule.severity == severity for lint in self.lints)


def inspect(where: str) -> Inspection:
    """Lint the document at a path or URL, or the shipped one of that name; `DocumentError` if unreadable."""
    source = read(where)
    return inspect_text(source.text, where, source.location)


@undisturbed()
def inspect_text(text: str, source: str, location: str = "") -> Inspection:
    """Lint the document in a text; `source` names it, its references start from `location`."""
    tree = parse(text.encode(), source)
    if not isinstance(tree, Mapping):
        raise DocumentError(f"{source} is no OpenAPI document", hint="it is no map of names to values")
    found = [*_findings(tree, text, source, location)]
    lines = lines_of(text, {pointer for _, pointer, _ in found})
    lints = [Lint(rule, pointer, message, lines[pointer]) for rule, pointer, message in dict.fromkeys(found)]
    return Inspection(source, tuple(sorted(lints, key=lambda lint: (lint.line, lint.rule.code))))


def _findings(
    tree: Mapping[str, Any], text: str, source: str, location: str
) -> Iterator[tuple[Rule, str, str]]:
    try:
        survey = _survey(tree, text, source, location)
        for rule in RULES.values():
            for pointer, message in rule.places(survey):
                yield rule, original(pointer, tree) if survey.is_upgraded else pointer, message
    except RecursionError:
        raise DocumentError(
            f"{source} is nested too deeply", hint="take parts out, and refer to them with $ref"
        ) from None


def _survey(tree: Mapping[str, Any], text: str, source: str, location: str) -> Survey:
    if "swagger" in tree and "openapi" not in tree:
        try:  # its words are others: it is judged as the OpenAPI 3.0 that it becomes
            return Survey(from_tree(deepcopy(tree), source, location), tree, text)
        except DocumentError:
            return Survey(
                Document({"openapi": _ASSUMED, "info": {"title": "-", "version": "-"}}, source), tree, text
            )
    judged = tree if is_known_version(tree.get("openapi")) else {**tree, "openapi": _ASSUMED}
    return Survey(Document(judged, source), tree, text, location)
