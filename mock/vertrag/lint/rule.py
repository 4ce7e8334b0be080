"""A rule of the linter, and what it finds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from vertrag.lint.survey import Survey

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

Where = tuple[str, str]
"""A JSON pointer into the document, and one sentence on what is wrong there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong with a document; `code` never changes its meaning."""

    code: str
    severity: Severity
    title: str
    explanation: str
    remedy: str
    find: Callable[[Survey], Iterable[Where]]

    def places(self, survey: Survey) -> Sequence[Where]:
        """Where a document breaks it; a rule looks once, whoever asks."""
        if self.code not in survey.found:
            survey.found[self.code] = [*self.find(survey)]
        return survey.found[self.code]

    @property
    def paragraph(self) -> str:
        """What `vertrag explain` prints and docs/lint.md holds, in Markdown."""
        return f"### {self.code}: {self.title}\n\n*{self.severity}.* {self.explanation} {self.remedy}"


@dataclass(frozen=True, slots=True)
class Lint:
    """One finding: the rule, where, what; `line` counts from 1."""

    rule: Rule
    pointer: str
    message: str
    line: int
