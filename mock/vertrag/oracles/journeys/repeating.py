"""A walk that creates the same once more, where the document says of what there is one only.

It says so where it describes the 409 of a creation, and names a member: "The month has a reading already."
"""

import re
from collections.abc import Iterator, Mapping

from vertrag.contract.inference.naming import singular, words_of
from vertrag.contract.inference.resources import Resource
from vertrag.contract.operations import Operation
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.spelling import as_json

AGAIN = Law(
    "VF421",
    "one_of_a_kind_twice",
    "What there is once is created twice",
    "409, as the document says, for what is there already",
    2,
)
LAWS = (AGAIN,)

_ONCE = re.compile(
    r"\b(?:exists?|duplicate|unique|taken|in use|registered|vergeben|vorhanden)\b"
    r"|\balready ha(?:s|ve)\b|\bha(?:s|ve) (?:a|an|one|its)\b.*\balready\b",
    re.IGNORECASE,
)


def created_once_only(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """What is sent again is refused where the document says that a member of it may be there once only."""
    create = resource.deed("create")
    words = _told_once(talk.grounds, create.operation) if create is not None else frozenset()
    made = talk.make(resource) if words else None
    sent = made.sent if made is not None and isinstance(made.sent, dict) else {}
    name = next((each for each in sent if not words.isdisjoint(words_of(each)[-1:])), None)
    if create is None or made is None or name is None:
        return
    again = talk.ask(create.operation, made.under, body=sent)
    if again is None or again.response.status >= 300:
        return
    twin = talk.made(resource, made.under, sent, again)
    if twin is not None and twin.values != made.values:
        yield Breach(AGAIN, f"{again.response.status} for {name} {as_json(sent[name])} once more")


def _told_once(grounds: Grounds, operation: Operation) -> frozenset[str]:
    """The words in which the document says what there is once only; none where it does not."""
    described = grounds.contract.document.resolve((operation.node.get("responses") or {}).get("409"))
    said = str(described.get("description") or "") if isinstance(described, Mapping) else ""
    return frozenset(map(singular, words_of(said))) if _ONCE.search(said) else frozenset()
