"""Rules on the head of a document and its outer form: version, info, servers, tags, shape."""

import re
from collections.abc import Iterator, Mapping

from vertrag.contract.violations import shown
from vertrag.lint.rule import Rule, Where
from vertrag.lint.rules.vocabulary import likeness, unknown_fields
from vertrag.lint.survey import Survey, items, member

_KNOWN_VERSION = re.compile(r"3\.[012](\.\d+)?(-\S+)?")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def _without_version(survey: Survey) -> Iterator[Where]:
    if "openapi" not in survey.written and "swagger" not in survey.written:
        yield "", "The document does not say which version of OpenAPI it is written in."


def _unknown_version(survey: Survey) -> Iterator[Where]:
    for key in ("openapi", "swagger"):
        version = survey.written.get(key)
        known = (
            version == "2.0" if key == "swagger" else isinstance(version, str) and is_known_version(version)
        )
        if key in survey.written and not known:
            yield f"/{key}", f"{shown(version)} is no version of OpenAPI that is read here (2.0, 3.0 to 3.2)."


def is_known_version(version: object) -> bool:
    """Whether documents of this version are read."""
    return _KNOWN_VERSION.fullmatch(str(version)) is not None


def _without_title(survey: Survey) -> Iterator[Where]:
    info = survey.tree.get("info")
    if info is None:
        yield "", "The document has no 'info'."
    elif isinstance(info, Mapping) and not info.get("title"):
        yield "/info", "The API has no title."


def _without_api_version(survey: Survey) -> Iterator[Where]:
    info = survey.tree.get("info")
    if isinstance(info, Mapping) and info.get("version") in (None, ""):
        yield "/info", "The API has no version."
    elif isinstance(info, Mapping) and not isinstance(info["version"], str):
        yield "/info/version", f"The version {shown(info['version'])} is no text."


def _misshapen(survey: Survey) -> Iterator[Where]:
    for defect in survey.document.defects:  # of Swagger 2.0, in which these are taken out before it is read
        yield defect.pointer, f"{defect.message[:1].upper()}{defect.message[1:]}."
    for pointer, kind, node in survey.misfits:
        wanted = {"{": "a map", "[": "a list"}.get(kind[0], "an object")
        yield pointer, f"{wanted.capitalize()} ({kind.strip('{}[]')}) belongs here, not {shown(node)}."


def _unknown(survey: Survey) -> Iterator[Where]:
    for pointer, kind, field in unknown_fields(survey):
        if likeness(kind, field) is None:
            yield pointer, f"{kind} objects have no field {field!r}."


def _mistyped(survey: Survey) -> Iterator[Where]:
    for pointer, kind, field in unknown_fields(survey):
        if meant := likeness(kind, field):
            yield pointer, f"{field!r} is unknown to {kind} objects and looks like {meant!r}."


def _undeclared_tags(survey: Survey) -> Iterator[Where]:
    declared = {str(member({"tag": tag}, "tag").get("name")) for tag in items(survey.tree, "tags")}
    for call in survey.calls:
        for index, tag in enumerate(items(call.node, "tags")):
            if str(tag) not in declared:
                yield f"{call.pointer}/tags/{index}", f"The tag {shown(tag)} is not declared."


def _undefined_variables(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Server"):
        variables = member(place.node, "variables")
        for name in _VARIABLE.findall(str(place.node.get("url", ""))):
            if "default" not in member(variables, name):
                yield f"{place.pointer}/url", f"The variable {name!r} of the URL has no default."


RULES = (
    Rule(
        "V101",
        "error",
        "no version of OpenAPI",
        "A document starts with `openapi: 3.1.0` or the like; without it nobody knows by which rules to "
        "read it. It was linted as if it were 3.1.",
        "Add the field `openapi`.",
        _without_version,
    ),
    Rule(
        "V102",
        "error",
        "unknown version of OpenAPI",
        "vertrag lints 2.0, 3.0, 3.1 and 3.2, written as text. What says another version follows rules that "
        "are not known here.",
        "Correct the version (quote it where YAML reads a number), or convert the document.",
        _unknown_version,
    ),
    Rule(
        "V103",
        "warning",
        "no title",
        "`info` and its `title` are required. They name the API in every tool that shows the document.",
        "Add `info: {title: …}`.",
        _without_title,
    ),
    Rule(
        "V104",
        "warning",
        "no version of the API",
        "`info.version` is required and is text. YAML reads an unquoted 1.0 as a number.",
        "Add `version: '1.0'` under `info`, in quotes.",
        _without_api_version,
    ),
    Rule(
        "V105",
        "error",
        "something else belongs here",
        "At this place the specification wants an object, a map or a list, and something else is written. "
        "It is ignored when the document is served.",
        "Write what belongs here, or remove it. An empty value in YAML means null: write `{}`.",
        _misshapen,
    ),
    Rule(
        "V106",
        "info",
        "unknown field",
        "The specification of this version has no such field for such an object, so every tool ignores it.",
        "Remove it, or let its name start with `x-`, which is how extensions are written.",
        _unknown,
    ),
    Rule(
        "V107",
        "warning",
        "looks like a slip of the pen",
        "The name is unknown and very close to a known one. What is misspelt is ignored: the rule that it "
        "should state does not hold.",
        "Correct the name; let it start with `x-` where it is meant as it is.",
        _mistyped,
    ),
    Rule(
        "V108",
        "info",
        "tag is not declared",
        "Operations may use tags that the document does not declare, but then nothing describes or orders "
        "them.",
        "Add the tag to `tags` on the top level.",
        _undeclared_tags,
    ),
    Rule(
        "V109",
        "warning",
        "server variable without a value",
        "The URL of a server holds a variable in braces for which `variables` gives no default, so nobody "
        "can call it.",
        "Add the variable with its `default` to `variables` of the server.",
        _undefined_variables,
    ),
)
