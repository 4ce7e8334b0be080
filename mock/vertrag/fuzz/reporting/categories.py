"""The category that each code has in the fault catalogue of webfuzzing-commons, to compare tools by it.

A code without a number is a fault that the catalogue does not know.
"""

from collections.abc import Mapping

KNOWN = 44
"""How many categories the catalogue has."""

_SERVER_ERROR, _OTHER_SERVER_ERROR, _NOT_IMPLEMENTED = 100, 121, 205
_OF_THE_ENGINE: Mapping[str, int] = {
    **dict.fromkeys(("ST103", "ST104", "ST105", "ST106", "ST107", "ST108", "ST109", "ST110", "ST111"), 200),
    "ST201": 206,
    "ST202": 207,
    "ST203": 206,
    "ST204": 110,
    "ST205": 201,
    "ST301": 113,
    "ST302": 122,
    "ST401": 311,
    "ST402": 306,
    "VF01": 312,
}


def category(code: str, status: int | None) -> int | None:
    """The catalogue's number for a finding of the engine, None where it has none."""
    if code == "ST101":
        return {500: _SERVER_ERROR, 501: _NOT_IMPLEMENTED}.get(status or 0, _OTHER_SERVER_ERROR)
    return _OF_THE_ENGINE.get(code)
