"""A walk over files: what was put there is there, byte by byte, until it is deleted."""

from collections.abc import Iterator

from vertrag.contract.content.media import essence_of, matches
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.inference.resources import Resource
from vertrag.contract.operations import Operation
from vertrag.exchange import Response
from vertrag.oracles.conversation.lone import values_for
from vertrag.oracles.conversation.raw_content import Raw, raw_contents
from vertrag.oracles.conversation.row_paths import owner
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.journeys.writing import ALIVE, GONE, LOST
from vertrag.oracles.law import Breach, Law

OTHERWISE = Law(
    "VF418",
    "file_comes_back_otherwise",
    "A file comes back otherwise than it was sent",
    "the bytes and the media type that were sent",
    1,
)
LAWS = (OTHERWISE,)


def files_last(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Files are put at the paths of two rows, read, and deleted."""
    for deed in resource.deeds:
        put, read = deed.operation, sibling(talk.grounds, deed.operation, "GET")
        if read is None or put.method != "PUT" or not talk.may(put):
            continue
        contents = [raw for raw in raw_contents(put) if _gives(read, raw)]
        if not contents:
            continue
        for raw in contents:
            yield from _kept(talk, resource, (put, read), raw)
        yield from _gone(talk, resource, (put, read), contents[0])


def _gives(read: Operation, raw: Raw) -> bool:
    """Whether what is read may be what was put there, by its media type."""
    promised = success_of(read)
    return promised is not None and any(
        matches(each.name, raw.media_type) for each in promised.body.media_types
    )


def sibling(grounds: Grounds, operation: Operation, method: str) -> Operation | None:
    """The operation at the same path with another method."""
    every = grounds.contract.operations
    return next((each for each in every if (each.path, each.method) == (operation.path, method)), None)


def _kept(
    talk: Talk, resource: Resource, operations: tuple[Operation, Operation], raw: Raw
) -> Iterator[Breach]:
    put, read = operations
    placed = [_put(talk, resource, put, content) for content in (raw, raw.another())]
    if placed[-1] is None:
        return
    response = talk.post(talk.request(read, placed[-1]))
    if response is not None and response.status in GONE:
        yield Breach(LOST, f"{response.status} for what was put there")
    for difference in _differences(raw.another(), response):
        yield Breach(OTHERWISE, difference)


def _put(talk: Talk, resource: Resource, put: Operation, raw: Raw) -> tuple[str, ...] | None:
    """The path values where a file was put, of a new row if possible; None where it was not taken."""
    above = owner(talk.grounds, put)
    made = talk.make(above) if above is not None else None
    values = made.values if made is not None else values_for(talk, resource, put)
    answer = talk.ask(put, values, body=raw) if values is not None else None
    return values if answer is not None and answer.response.status < 300 else None


def _differences(sent: Raw, response: Response | None) -> Iterator[str]:
    """What is otherwise; pictures may be made anew, texts may be tidied."""
    if response is None or response.status != 200:
        return
    media_type = essence_of(dict(response.headers).get("content-type", ""))
    if media_type != sent.media_type:
        yield f"{media_type or 'no media type'} where {sent.media_type} was sent"
    elif sent.is_kept and response.body != sent.content:
        yield f"{len(response.body)} bytes, other than the {len(sent.content)} that were sent"


def _gone(
    talk: Talk, resource: Resource, operations: tuple[Operation, Operation], raw: Raw
) -> Iterator[Breach]:
    put, read = operations
    delete = sibling(talk.grounds, put, "DELETE")
    values = _put(talk, resource, put, raw) if delete is not None else None
    answer = talk.ask(delete, values) if delete is not None and values is not None else None
    done = answer is not None and answer.response.status in (200, 204)
    after = talk.post(talk.request(read, values or ())) if done else None
    if after is not None and after.status < 300:
        yield Breach(ALIVE, f"{after.status} for what was deleted")
