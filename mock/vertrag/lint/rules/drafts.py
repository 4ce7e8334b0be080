"""Rules on the draft of JSON Schema that a document says it is written in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vertrag.contract.violations import shown
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Survey

# What differs in drafts 4 to 2019-09 is translated; 3.1 and 3.2 name their own dialect after themselves.
_READ = re.compile(
    r"https?://json-schema\.org/(draft-0[467]|draft/(2019-09|2020-12))/schema#?"
    r"|https://spec\.openapis\.org/oas/3\.[012]/dialect/.+"
)


@dataclass(frozen=True, slots=True)
class Dialects:
    """The dialects that a document names: for all of its schemas, and at some of them by pointer."""

    default: str
    named: Mapping[str, str]

    def at(self, pointer: str) -> str:
        """The dialect that the schema at a pointer is written in, as it or what it is in names it."""
        while pointer and pointer not in self.named:
            pointer = pointer.rpartition("/")[0]
        return self.named.get(pointer, self.default)


def dialects_of(survey: Survey) -> Dialects:
    """The dialects of a document."""
    schemas = survey.every("Schema")
    named = {each.pointer: str(each.node["$schema"]) for each in schemas if "$schema" in each.node}
    return Dialects(str(survey.tree.get("jsonSchemaDialect", "")), named)


def _unread_dialects(survey: Survey) -> Iterator[Where]:
    if survey.is_30:
        return
    if "jsonSchemaDialect" in survey.tree and not _is_read(survey.tree["jsonSchemaDialect"]):
        yield "/jsonSchemaDialect", _told(survey.tree["jsonSchemaDialect"])
    for place in survey.every("Schema"):
        if "$schema" in place.node and not _is_read(place.node["$schema"]):
            yield f"{place.pointer}/$schema", _told(place.node["$schema"])


def _is_read(dialect: Any) -> bool:
    return isinstance(dialect, str) and _READ.fullmatch(dialect) is not None


def _told(dialect: Any) -> str:
    return f"Nobody here knows the dialect {shown(dialect)}; its schemas are read as those of 2020-12."


RULES = (
    Rule(
        "V168",
        "warning",
        "unknown dialect of JSON Schema",
        "Schemas are read in the drafts 4, 6, 7, 2019-09 and 2020-12 and in the dialects of OpenAPI. What "
        "another dialect adds or means otherwise is not checked.",
        "Name one of these, or leave `jsonSchemaDialect` and `$schema` out.",
        _unread_dialects,
    ),
)
