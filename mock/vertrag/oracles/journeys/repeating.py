"""A walk that creates the same once more, where the document says of what there is one only: `uniqueness`."""

from collections.abc import Iterator

from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.uniqueness import members_told, told_once
from vertrag.oracles.conversation.talk import Talk
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


def created_once_only(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """What is sent again is refused where the document says that a member of it may be there once only."""
    create = resource.deed("create")
    words = told_once(talk.grounds.contract.document, create.operation) if create is not None else frozenset()
    made = talk.make(resource) if words else None
    sent = made.sent if made is not None and isinstance(made.sent, dict) else {}
    name = next(iter(members_told(words, sent)), None)
    if create is None or made is None or name is None:
        return
    again = talk.ask(create.operation, made.under, body=sent)
    if again is None or again.response.status >= 300:
        return
    twin = talk.made(resource, made.under, sent, again)
    if twin is not None and twin.values != made.values:
        yield Breach(AGAIN, f"{again.response.status} for {name} {as_json(sent[name])} once more")
