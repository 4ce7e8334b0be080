"""What a verb at the end of a path does to a row: `POST /orders/7/cancel` sets a status that the verb names.

Only what the schema of the row says is set: a value that its status can have, a switch that it has.
"""

from collections.abc import Callable, Iterator
from typing import Any

from vertrag.contract.inference.naming import joined, words_of
from vertrag.contract.inference.sites import VARIABLE, Form
from vertrag.serve.resources.views import Row

Takes = Callable[[Row], bool]
_STATES = ("status", "state")  # members that end so say how a row stands
_NONSENSE = "neither this nor that"  # who takes it has no list of values
_IRREGULAR = {"send": "sent", "pay": "paid", "hold": "held", "reopen": "open", "resume": "active"}
_OPPOSITES = {"disable": "enable", "deactivate": "activate"}


def verb_of(form: Form) -> str:
    """The verb at the end of a path below a row; "" where there is none."""
    is_below = len(form) > 1 and form[-2] == VARIABLE and form[-1] != VARIABLE
    return joined(form[-1]) if is_below and len(words_of(form[-1])) == 1 else ""


def enacted(row: Row, verb: str, takes: Takes) -> Row:
    """The row as the verb leaves it; the same row where it names nothing in it."""
    return next((changed for changed in _changes(row, verb) if _says(changed, row, takes)), row)


def _changes(row: Row, verb: str) -> Iterator[Row]:
    opposite = _OPPOSITES.get(verb) or (verb[2:] if verb.startswith("un") else "")
    for name, value in row.items():
        if isinstance(value, bool):
            if joined(name).removeprefix("is") in _forms(verb):
                yield {**row, name: True}
            elif opposite and joined(name).removeprefix("is") in _forms(opposite):
                yield {**row, name: False}
        elif isinstance(value, str) and joined(name).endswith(_STATES):
            yield from ({**row, name: spelled} for form in _forms(verb) for spelled in _spelled(form))


def _says(changed: Row, row: Row, takes: Takes) -> bool:
    """Whether the row may be changed like this, and not in any way whatever."""
    name = next((name for name in row if changed[name] is not row[name]), "")
    if not name or not takes(changed):
        return False
    return isinstance(changed[name], bool) or not takes({**row, name: _NONSENSE})


def _forms(verb: str) -> list[str]:
    """How a verb is said of what it was done to: cancel, cancelled; activate, active."""
    forms = [_IRREGULAR[verb]] if verb in _IRREGULAR else []
    forms += [f"{verb}ed", f"{verb}d", f"{verb}{verb[-1:]}ed", f"{verb[:-1]}ied"]
    if verb.endswith("ate"):
        forms.append(f"{verb[:-3]}e")
    return [*forms, verb]


def _spelled(form: str) -> Any:
    return form, form.upper(), form.capitalize()
