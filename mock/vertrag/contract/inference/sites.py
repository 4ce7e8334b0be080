"""The paths of a document by their form: `/pets/{id}` and `/pets/{petId}/toys` share their start."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vertrag.contract.operations import Operation

VARIABLE = "{}"
"""Stands for every variable in the form of a path, whatever it is called."""

Form = tuple[str, ...]

_PIECE = re.compile(r"\{([^{}]+)\}")
_EXTENSION = re.compile(r"\.(json|xml)$")


@dataclass(frozen=True, slots=True)
class Site:
    """One form of path: its operations by method, the names of its variables, and how it is written."""

    form: Form
    template: str
    variables: tuple[str, ...]
    operations: dict[str, Operation] = field(default_factory=dict)

    @property
    def ends_in_variable(self) -> bool:
        """Whether it names one of many."""
        return bool(self.form) and self.form[-1] == VARIABLE


Sites = Mapping[Form, Site]


def sites_of(operations: Iterable[Operation]) -> dict[Form, Site]:
    """Every form of path that the operations have; of two operations with the same form the first stands."""
    found: dict[Form, Site] = {}
    for operation in operations:
        form = form_of(operation.path)
        site = found.get(form)
        if site is None:
            site = found[form] = Site(form, operation.path, variables_of(operation.path))
        site.operations.setdefault(operation.method, operation)
    return found


def form_of(template: str) -> Form:
    """The segments of a template, variables made equal; `/Pets({id}).json` counts as `/Pets/{id}`."""
    steps: list[str] = []
    for segment in _EXTENSION.sub("", template).strip("/").split("/"):
        if _PIECE.fullmatch(segment):
            steps.append(VARIABLE)
        elif match := re.fullmatch(r"\{[^{}]+\}(:\w+)", segment):  # a verb on one: `/notes/{id}:publish`
            steps += [VARIABLE, match[1]]
        elif match := re.fullmatch(r"([^{}()]+)\('?\{[^{}]+\}'?\)", segment):  # OData's way of naming one
            steps += [match[1], VARIABLE]
        elif segment:
            steps.append(_PIECE.sub(VARIABLE, segment))
    return tuple(steps)


def variables_of(template: str) -> tuple[str, ...]:
    """The names of the variables of a template in their order."""
    return tuple(_PIECE.findall(template))


def literals(form: Form) -> list[str]:
    """The segments that are no variables."""
    return [step for step in form if step != VARIABLE]


def begins_like(form: Form, other: Form) -> bool:
    """Whether all variables of the other form are among the first steps that both have in common."""
    last = max((at for at, step in enumerate(other) if VARIABLE in step), default=-1)
    return form[: last + 1] == other[: last + 1]
