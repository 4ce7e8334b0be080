"""Invariants I39 to I47: the log of Socialboards and the history of Zoho Desk."""

import re
from collections.abc import Iterator
from itertools import pairwise

from vertrag.vendors.agreement.dossier import Dossier, Invariant, Json

_STATUS_WORDS = {"open": "Offen", "pending": "Wartend", "completed": "Erledigt"}
_ID = re.compile("[0-9]+")
_SIMPLE = {
    "Text": str,
    "Enum": str,
    "Date": str,
    "DateTime": str,
    "Boolean": bool,
    "Duration": int,
    "Numeric": int | float,
    "TextList": list,
    "EntityList": list,
    "PropertyGroup": list,
    "PropertyGroupList": list,
    "Entity": dict,
    "ValueTransition": dict,
}


def log_begins_with_the_creation(dossier: Dossier) -> Iterator[str]:
    """I39."""
    times = [entry["time"] for entry in dossier.log]
    if times != sorted(times, reverse=True):
        yield "entries are not newest first"
    kinds = [entry["actionType"] for entry in dossier.log]
    if kinds.count("ticket_created") != 1 or kinds[-1] != "ticket_created":
        yield "the one ticket_created is not the last entry"
    if times and times[-1] < dossier.post["creationTime"]:
        yield "something happened before the creation"


def log_is_filtered(dossier: Dossier) -> Iterator[str]:
    """I40."""
    for kinds, entries in dossier.filtered_log:
        if entries != [entry for entry in dossier.log if not kinds or entry["actionType"] in kinds]:
            yield f"the filter {list(kinds)} leaves something else"


def envelopes_say_one_thing(dossier: Dossier) -> Iterator[str]:
    """I41."""
    for status, envelope in dossier.envelopes:
        signs = (envelope["errorCode"] == -1, envelope["errorText"] is None, 200 <= status < 300)
        if len(set(signs)) != 1 or (not signs[0] and envelope["data"] is not None):
            shown = {name: envelope[name] for name in ("errorCode", "errorText")}
            yield f"status {status} with {shown}"


def placeholders_are_included(dossier: Dossier) -> Iterator[str]:
    """I42."""
    for entry in dossier.log:
        named = set(re.findall(r"\{User:([^}]*)\}", entry["actionString"]))
        if not named <= {user["id"] for user in entry["includedItems"]["users"]}:
            yield f"{entry['actionString']} names somebody who is not included"
    turns = [entry for entry in dossier.log if entry["actionType"] == "ticket_status_changed"]
    word = _STATUS_WORDS.get(dossier.post["status"])
    if turns and word and f"auf „{word}“" not in turns[0]["actionString"]:
        yield f"the last change does not lead to {dossier.post['status']}"


def history_begins_with_the_creation(dossier: Dossier) -> Iterator[str]:
    """I43."""
    times = [entry["eventTime"] for entry in dossier.events]
    if times != sorted(times, reverse=True):
        yield "entries are not newest first"
    if not dossier.events or dossier.events[-1]["eventName"] != "TicketCreated":
        yield "the last entry is not TicketCreated"


def values_fit_their_types(dossier: Dossier) -> Iterator[str]:
    """I44."""
    changes: list[Json] = []
    for fact in [fact for entry in dossier.events for fact in entry["eventInfo"]]:
        value, kind = fact["propertyValue"], fact["propertyType"]
        if not isinstance(value, _SIMPLE[kind]):
            yield f"{fact['propertyName']} is no {kind}"
        if kind == "ValueTransition" and fact["propertyName"] == "Status":
            changes.append(value)
    for later, earlier in pairwise(changes):
        if later["previousValue"] != earlier["updatedValue"]:
            yield f"from {earlier['updatedValue']} there is no way to {later['previousValue']}"
    if changes and changes[0]["updatedValue"] != dossier.case["status"]:
        yield f"the last change leads to {changes[0]['updatedValue']}, not to {dossier.case['status']}"


def filters_combine(dossier: Dossier) -> Iterator[str]:
    """I45."""
    single = {
        next(iter(filters.items())): entries
        for filters, entries in dossier.filtered_events
        if len(filters) == 1
    }
    for filters, entries in dossier.filtered_events:
        parts = [single[each] for each in filters.items() if each in single]
        if len(filters) > 1 and len(parts) == len(filters):
            expected = [entry for entry in parts[0] if all(entry in part for part in parts)]
            if entries != expected:
                yield f"{dict(filters)} is not what its filters have in common"


def counts_are_events(dossier: Dossier) -> Iterator[str]:
    """I46."""
    names = [entry["eventName"] for entry in dossier.events]
    for name, kind in (
        ("threadCount", "Thread"),
        ("commentCount", "Comment"),
        ("attachmentCount", "Attachment"),
    ):
        net = names.count(f"{kind}Added") - names.count(f"{kind}Deleted")
        if dossier.case[name] != str(net):
            yield f"{name} is {dossier.case[name]}, events say {net}"


def actors_are_named(dossier: Dossier) -> Iterator[str]:
    """I47."""
    for actor in [entry["actor"] for entry in dossier.events]:
        if actor["type"] == "System" and actor["name"] != "DeskSystem":
            yield f"the system is called {actor['name']}"
        if actor["type"] in ("Agent", "Contact") and not _ID.fullmatch(actor["id"] or ""):
            yield f"{actor['name']} has the id {actor['id']}"


_S, _Z = ("log", "post"), ("events", "case")
OF_LOGS = (
    Invariant("I39", "S", "mock", "newest first, the creation last", _S, log_begins_with_the_creation),
    Invariant("I40", "S", "any", "a filter leaves what it names", ("log",), log_is_filtered),
    Invariant("I41", "S", "warn", "errorCode, errorText and status agree", (), envelopes_say_one_thing),
    Invariant("I42", "S", "mock", "who is named is included", _S, placeholders_are_included),
    Invariant("I43", "Z", "any", "newest first, the creation last", _Z, history_begins_with_the_creation),
    Invariant("I44", "Z", "any", "values fit their types; statuses are a chain", _Z, values_fit_their_types),
    Invariant("I45", "Z", "any", "filters combine by AND", ("events",), filters_combine),
    Invariant("I46", "Z", "mock", "counts are the net number of events", _Z, counts_are_events),
    Invariant("I47", "Z", "any", "actors are named by their type", ("events",), actors_are_named),
)
