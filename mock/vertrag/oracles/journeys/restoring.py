"""A walk over what can be brought back after it was deleted: then it is there."""

from collections.abc import Iterator

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import words_of
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.row_paths import is_of_a_row
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.journeys.writing import GONE
from vertrag.oracles.law import Breach, Law

LEFT = Law(
    "VF417",
    "restored_is_not_there",
    "What was brought back is not there",
    "what was deleted and brought back can be read",
    1,
)
LAWS = (LEFT,)

_BACK = frozenset({"restore", "undelete", "recover", "unarchive", "undo"})


def restoring(resource: Resource) -> Deed | None:
    """The operation that brings back a row that was deleted."""
    for deed in resource.deeds:
        last = set(words_of(deed.operation.path.rpartition("/")[2]))
        if (
            deed.operation.method in ("POST", "PUT")
            and last & _BACK
            and is_of_a_row(resource, deed.operation)
        ):
            return deed
    return None


def brought_back(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A row is deleted, brought back, and there."""
    delete, read, restore = resource.deed("delete"), resource.deed("read"), restoring(resource)
    made = talk.make(resource) if delete and read and restore else None
    if made is None or delete is None or read is None or restore is None:
        return
    gone = talk.ask(delete.operation, made.values)
    body = talk.body(restore.operation, made.values) if restore.operation.body else NOTHING
    done = gone is not None and gone.response.status < 300
    answer = talk.ask(restore.operation, made.values, body=body) if done else None
    after = talk.ask(read.operation, made.values) if answer and answer.response.status < 300 else None
    if after is not None and after.response.status in GONE:
        yield Breach(LEFT, f"{after.response.status} after {answer and answer.response.status}")
