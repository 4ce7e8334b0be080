"""What about a request makes a server fail: sent again without it, the server does not."""

import re
from collections.abc import Sequence
from dataclasses import replace

from vertrag.fuzz.asking.client import Send, replay
from vertrag.fuzz.asking.origins import Step
from vertrag.fuzz.observations import Complaint, Sent

LETTERS = "characters outside printable ASCII"
CONDITIONS = "conditions in its headers"
TRAITS = frozenset({LETTERS, CONDITIONS})

_CRASHES = frozenset({"ST101", "VF801"})
# What is no printable character of ASCII, as each place writes it.
_IN_URLS = re.compile("(?:%(?:[89a-f][0-9a-f]|[01][0-9a-f]|7f))+", re.IGNORECASE)
_IN_BODIES = re.compile(rb"[\x80-\xff]+|\\u(?!00[2-7])[0-9a-fA-F]{4}|\\u007[fF]")
_IN_HEADERS = re.compile("[^\x20-\x7e]+")


def has_trait(sent: Sent, trait: str) -> bool:
    """Whether a request has a trait, be it the cause of anything or not."""
    without = {LETTERS: _plain, CONDITIONS: _unconditional}.get(trait)
    return without is not None and without(sent) != sent


def trait_of(complaint: Complaint, steps: Sequence[Step], send: Send) -> str:
    """The trait, "" where it is none of those that are known; the last of the steps is sent without each."""
    if complaint.code not in _CRASHES or not steps:
        return ""
    last = steps[-1].sent
    for trait, without in ((LETTERS, _plain(last)), (CONDITIONS, _unconditional(last))):
        if without != last:
            again = replay([*steps[:-1], replace(steps[-1], sent=without)], send)
            if again is not None and again.response and again.response.status < 500:
                return trait
    return ""


def _plain(sent: Sent) -> Sent:
    headers = tuple((name, _IN_HEADERS.sub("x", value)) for name, value in sent.headers)
    return Sent(sent.method, _IN_URLS.sub("x", sent.url), headers, _IN_BODIES.sub(b"x", sent.body))


def _unconditional(sent: Sent) -> Sent:
    kept = tuple(pair for pair in sent.headers if not pair[0].lower().startswith("if-"))
    return replace(sent, headers=kept)
