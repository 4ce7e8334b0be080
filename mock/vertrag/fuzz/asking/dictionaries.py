"""Real values for the engine: postcodes, IBANs, market numbers, names and dates, where a parameter means one.

The engine draws one of them for about every fourth request and sorts them into valid and invalid by itself.
Ids in paths are left to rows that exist, bodies to the walks.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from vertrag.oracles.conversation.telling import formatted, meant
from vertrag.oracles.grounds import Grounds

Dictionaries = tuple[tuple[str, tuple[str, ...]], ...]
"""Values by the location and name of a parameter, such as `query.postcode`."""

_LOCATIONS = ("query", "header", "cookie")


def dictionaries(grounds: Grounds) -> Dictionaries:
    """The values of all parameters of a document that mean something known."""
    found: dict[str, tuple[str, ...]] = {}
    for operation in grounds.contract.operations:
        for location in _LOCATIONS:
            for parameter in operation.parameters.get(location, ()):
                schema = grounds.contract.document.resolve(parameter.schema)
                values = tuple(dict.fromkeys(_values(parameter.sent_as, schema)))
                if values:
                    found.setdefault(f"{location}.{parameter.sent_as}", values)
    return tuple(found.items())


def _values(name: str, schema: Any) -> Iterator[str]:
    if not isinstance(schema, Mapping) or schema.get("type") not in ("string", ["string", "null"]):
        return
    if name.lower() == "if-match":
        yield "*"  # what is there has this tag, whatever it is
    elif schema.get("format") == "date":
        yield from filter(_is_date, formatted("date"))
    elif "format" not in schema and "enum" not in schema:
        values = (str(value) for value in meant(name, str(schema.get("description") or "")))
        yield from (value for value in values if value.isprintable())


def _is_date(text: str) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat() == text
    return False
