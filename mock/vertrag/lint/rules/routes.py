"""Rules on path templates: whether a request can reach them, and the parameters that they name."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from vertrag.contract.loading.document import escape
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Call, Survey, member

_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_ANY = "{}"


def _rootless(survey: Survey) -> Iterator[Where]:
    for template, _ in survey.routes():
        if not template.startswith("/"):
            yield _at(template), f"The path {template!r} does not start with a slash."


def _twins(survey: Survey) -> Iterator[Where]:
    first: dict[str, str] = {}
    for template, _ in survey.routes():
        twin = first.setdefault("/".join(_form(template)), template)
        if twin != template:
            yield _at(template), f"{template!r} and {twin!r} describe the same requests."


def _slash_twins(survey: Survey) -> Iterator[Where]:
    forms = {"/".join(_form(template)) for template, _ in survey.routes()}
    for template, _ in survey.routes():
        form = "/".join(_form(template))
        if len(form) > 1 and form.endswith("/") and form[:-1] in forms:
            yield _at(template), f"{template!r} differs from another path by its last slash only."


def _impossible(survey: Survey) -> Iterator[Where]:
    for template, _ in survey.routes():
        literal = _EXPRESSION.sub("", template)
        if "?" in literal or "#" in literal:
            yield _at(template), f"The path {template!r} holds a query or a fragment, which no path has."


def _malformed(survey: Survey) -> Iterator[Where]:
    for template, _ in survey.routes():
        names = _EXPRESSION.findall(template)
        if any(brace in _EXPRESSION.sub("", template) for brace in "{}") or "" in names:
            yield _at(template), f"The braces of {template!r} do not name parameters in pairs."
        for name, times in Counter(names).items():
            if times > 1 and name:
                yield _at(template), f"{template!r} names the parameter {name!r} more than once."


def _form(template: str) -> tuple[str, ...]:
    return tuple(unquote(_EXPRESSION.sub(_ANY, segment)) for segment in template.split("/"))


def _at(template: str) -> str:
    return f"/paths/{escape(template)}"


@dataclass(slots=True)
class _Fork:
    """A node of the trie of path templates."""

    branches: "dict[str, _Fork]" = field(default_factory=dict)
    template: str = ""


def _overlapping(survey: Survey) -> Iterator[Where]:
    root = _Fork()
    for template, _ in survey.routes():
        form = _form(template)
        rival = _rival(root, form)
        if rival and not (_barred(survey, template, rival) or _barred(survey, rival, template)):
            told = f"{template!r} and {rival!r} both describe {_common(form, _form(rival))!r}"
            yield _at(template), f"{told}, and neither is more concrete."
        fork = root
        for segment in form:
            fork = fork.branches.setdefault(segment, _Fork())
        fork.template = fork.template or template


def _rival(root: _Fork, form: tuple[str, ...]) -> str:
    """An earlier template that is more concrete at one place, less at another, and meets this one."""
    ahead = [(root, 0, False, False)]
    while ahead:
        fork, index, ours, theirs = ahead.pop()
        if index == len(form):
            if ours and theirs and fork.template:
                return fork.template
            continue
        segment = form[index]
        if segment == _ANY:
            choices = [(each, ours, theirs or each != _ANY) for each in fork.branches]
        else:
            choices = [(segment, ours, theirs), (_ANY, True, theirs)]
        for each, our, their in choices:
            if each in fork.branches:
                ahead.append((fork.branches[each], index + 1, our, their))
    return ""


def _barred(survey: Survey, template: str, other: str) -> bool:
    """Whether a number must stand in one template where the other has a word: then nothing fits both."""
    numbers = _numbers(survey, template)
    pairs = zip(template.split("/"), other.split("/"), strict=True)
    return any(mine[1:-1] in numbers and not (theirs.isdigit() or "{" in theirs) for mine, theirs in pairs)


def _numbers(survey: Survey, template: str) -> set[str]:
    """The path parameters of a template that are integers in all of its operations."""
    calls = [call for call in survey.calls if call.template == template]
    typed = [
        {str(place.node.get("name")) for place in survey.parameters(call) if _is_integer(place.node)}
        for call in calls
    ]
    return set.intersection(*typed) if typed else set()


def _is_integer(parameter: Mapping[str, Any]) -> bool:
    return parameter.get("in") == "path" and member(parameter, "schema").get("type") == "integer"


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    return "/".join(
        theirs if ours == _ANY else ours for ours, theirs in zip(one, other, strict=True)
    ).replace(_ANY, "…")


def _undeclared(survey: Survey) -> Iterator[Where]:
    for call, names, declared in _named(survey):
        for name in dict.fromkeys(names):
            if name and name not in declared:
                yield call.pointer, f"{call.label} does not declare the path parameter {name!r}."


def _not_in_template(survey: Survey) -> Iterator[Where]:
    told = set()
    for call, names, declared in _named(survey):
        for name, pointer in declared.items():
            if name not in names and (pointer, call.template) not in told:
                told.add((pointer, call.template))
                yield pointer, f"The path {call.template!r} does not name the parameter {name!r}."


def _named(survey: Survey) -> Iterator[tuple[Call, list[str], dict[str, str]]]:
    for call in survey.calls:
        if call.template is not None:
            declared = {
                str(place.node.get("name")): place.pointer
                for place in survey.parameters(call)
                if place.node.get("in") == "path"
            }
            yield call, _EXPRESSION.findall(call.template), declared


def _optional(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Parameter"):
        if place.node.get("in") == "path" and place.node.get("required") is not True:
            yield place.pointer, f"The path parameter {place.node.get('name')!r} is not `required: true`."


RULES = (
    Rule(
        "V120",
        "error",
        "path without a leading slash",
        "A path is appended to the URL of a server and must start with `/`.",
        "Put a slash in front.",
        _rootless,
    ),
    Rule(
        "V121",
        "error",
        "two paths for the same requests",
        "Templates that differ in the names of their parameters only, or in percent-encoding, are the same "
        "path; the specification forbids them, and most tools never reach the later one. "
        "vertrag takes the one whose parameters a request fits best.",
        "Merge them into one path item.",
        _twins,
    ),
    Rule(
        "V122",
        "warning",
        "ambiguous paths",
        "Some requests fit both paths, and neither of them is more concrete, so it depends on the tool "
        "which one answers. The other is hidden for these requests. vertrag prefers the one that is "
        "concrete further left.",
        "Give one of them another literal segment, or merge them.",
        _overlapping,
    ),
    Rule(
        "V123",
        "warning",
        "paths that differ by a slash",
        "Many servers and clients take `/a` and `/a/` for the same, and then one of the two is unreachable.",
        "Keep one of them.",
        _slash_twins,
    ),
    Rule(
        "V124",
        "error",
        "query or fragment in a path",
        "What follows `?` or `#` is no part of a path, so most tools never reach this template. "
        "vertrag serves it at the path before, where the rest of the request fits it best.",
        "Declare query parameters under `parameters` with `in: query`.",
        _impossible,
    ),
    Rule(
        "V125",
        "error",
        "path parameter is not declared",
        "The template names a parameter in braces that neither the operation nor its path declares, so its "
        "values are not described.",
        "Add a parameter with this name, `in: path` and `required: true`.",
        _undeclared,
    ),
    Rule(
        "V126",
        "error",
        "path parameter is not in the template",
        "A parameter with `in: path` has no place in the path, so it can never be sent.",
        "Add it to the template in braces, correct its name, or remove it.",
        _not_in_template,
    ),
    Rule(
        "V127",
        "error",
        "path parameter is not required",
        "A path without the value is another path: `required: true` is mandatory for `in: path`.",
        "Add `required: true`.",
        _optional,
    ),
    Rule(
        "V128",
        "error",
        "malformed path template",
        "Braces come in pairs around a name, and a name comes once.",
        "Correct the template.",
        _malformed,
    ),
)
