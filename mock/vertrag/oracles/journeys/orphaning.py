"""A walk that deletes a parent: what hung on it is gone from below it, and where the document says so.

Where the deletion is refused, since something hangs on the parent, it is still there.
"""

from collections.abc import Iterator

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.row_paths import owner
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.journeys.refusing import FAILED
from vertrag.oracles.journeys.writing import BELOW, GONE
from vertrag.oracles.law import Breach

_CONFLICT = "409"  # which a deletion may be refused with where something hangs on a row


def goes_with_its_parent(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A row is created under a parent, and asked for when that is deleted."""
    create, read = resource.deed("create"), resource.deed("read")
    parent = owner(talk.grounds, create.operation) if create else None
    delete = parent.deed("delete") if parent else None
    known = parent.deed("read") if parent else None
    above = talk.make(parent) if parent and delete and known and read else None
    if create is None or read is None or above is None or delete is None or known is None or parent is None:
        return
    body = talk.body(create.operation, above.values) if create.operation.body else NOTHING
    answer = talk.ask(create.operation, above.values, body=body)
    done = answer is not None and answer.response.status < 300
    made = talk.made(resource, above.values, body, answer) if answer is not None and done else None
    hangs = _hangs(delete, resource, read)
    if made is None or not (hangs or _CONFLICT in delete.operation.responses):
        return
    gone = talk.ask(delete.operation, above.values)
    after = talk.ask(known.operation, above.values) if gone is not None else None
    if gone is None or after is None or after.response.status not in GONE:
        return
    if str(gone.response.status) == _CONFLICT:
        yield Breach(FAILED, f"{after.response.status} after {gone.response.status} for the deletion")
    is_done = hangs and gone.response.status < 300
    left = talk.ask(read.operation, made.values) if is_done else None
    if left is not None and left.response.status < 300:
        yield Breach(BELOW, f"{left.response.status} for {read.operation.path}, whose parent was deleted")


def _hangs(delete: Deed, resource: Resource, read: Deed) -> bool:
    """Whether the path of a row goes through its parent, or the deletion is said to take all of it along."""
    if read.operation.path.startswith(f"{delete.operation.path}/"):
        return True
    told = " ".join(str(delete.operation.node.get(name) or "") for name in ("summary", "description"))
    words = set(told.lower().rstrip(".").split())
    return {"all", resource.name.lower()} <= words and "not" not in words
