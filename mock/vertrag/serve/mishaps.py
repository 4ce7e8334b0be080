"""Makes faults happen: finds those that meet a request, and sends its answer accordingly."""

import asyncio
from collections.abc import Iterator
from typing import Any

from starlette.types import Receive, Send

from vertrag.contract.operations import EMPTY
from vertrag.exchange import Response, State
from vertrag.faults.fault import FAULTS, Fault, from_dict
from vertrag.faults.ordeal import Ordeal
from vertrag.serialization import to_json
from vertrag.serve.sending import Dropped, Sent, sent
from vertrag.state.documents import Documents, ReadDocuments
from vertrag.state.sessions import Sessions

_LONGEST_HANG = 300.0  # seconds; clients give up before
_MOST_REMEMBERED = 1024  # versions of sessions
_PIECES_PER_SECOND = 10  # of a slow body

Keyed = tuple[tuple[str, Fault], ...]


class Mishaps:
    """The faults of a server and of its sessions."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._everywhere: Keyed = tuple(
            (f"everywhere {place}", fault) for place, fault in enumerate(sessions.faults)
        )
        self._known: dict[int, Keyed] = {}
        self.quiet = not self._everywhere
        """Whether only sessions and requests can ask for trouble."""

    def ordeal(self, session: str, version: int, operation: str, asked: Fault | None) -> Ordeal | None:
        """What a request goes through; `asked` is what it asks for itself."""
        own = self.of(session, version) if version else ()
        faults = (*(() if asked is None else (("asked", asked),)), *own, *self._everywhere)
        if not faults:
            return None
        ordeal = self._sessions.ordeals.of(session, operation, faults)
        counted = {key for key, fault in own if fault.times is not None}
        if ordeal is not None and not counted.isdisjoint(ordeal.met):
            self._count_down(session, counted.intersection(ordeal.met))
        return ordeal

    def of(self, session: str, version: int) -> Keyed:
        """The faults of a session itself; the same for the same version."""
        known = self._known.get(version)
        if known is None:
            with self._sessions.store.reading(session) as rows:
                known = tuple(_faults(ReadDocuments(rows)))
            self._remember(version, known)
        return known

    def stay(self, before: int, after: int) -> None:
        """Note that what was written between two versions of a session were no faults."""
        known = self._known.get(before)
        if known is not None:
            self._remember(after, known)

    def _remember(self, version: int, faults: Keyed) -> None:
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[version] = faults

    def _count_down(self, session: str, keys: set[str]) -> None:
        with self._sessions.store.writing(session) as transaction:
            state = Documents(transaction)
            for key in keys:
                fault = state.get(FAULTS, key)
                if isinstance(fault, dict) and fault.get("times", 0) > 1:
                    state.put(FAULTS, key, {**fault, "times": fault["times"] - 1})
                else:
                    state.delete(FAULTS, key)
            transaction.commit()


def _faults(state: State) -> Iterator[tuple[str, Fault]]:
    for key, written in state.items(FAULTS):
        try:
            yield key, from_dict(written)
        except ValueError:  # deleted, or from a snapshot that somebody made up
            continue


def replaced(ordeal: Ordeal) -> Sent | None:
    """The answer that a fault describes in full, None if it leaves that to the document."""
    if ordeal.status is None or (ordeal.body is None and ordeal.status >= 400):
        return None
    is_empty = ordeal.body is None or ordeal.status in EMPTY
    names = {} if is_empty else {"content-type": "application/json"}
    names |= ordeal.headers
    body = b"" if is_empty else to_json(ordeal.body)
    return sent(Response(ordeal.status, tuple(names.items()), body), "fault")


async def suffer(ordeal: Ordeal, answer: Sent, receive: Receive, send: Send) -> None:
    """Send an answer with all that it has to go through, as long as the client waits for it."""
    wait = _LONGEST_HANG if ordeal.connection == "hang" else 0.0
    if await _leaves(receive, ordeal.delay + wait):
        return
    if ordeal.connection in ("drop", "hang"):
        await hang_up(receive)
    elif ordeal.connection == "truncate":
        await _begin(answer, send)
        await send(
            {"type": "http.response.body", "body": answer.body[: len(answer.body) // 2], "more_body": True}
        )
        await hang_up(receive)
    elif ordeal.bytes_per_second:
        await _send_slowly(answer, ordeal.bytes_per_second, receive, send)
    else:
        await answer.send(send)


async def _begin(answer: Sent, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers)})


async def _send_slowly(answer: Sent, bytes_per_second: float, receive: Receive, send: Send) -> None:
    await _begin(answer, send)
    piece = max(1, int(bytes_per_second / _PIECES_PER_SECOND))
    for start in range(0, len(answer.body), piece):
        part = answer.body[start : start + piece]
        if await _leaves(receive, len(part) / bytes_per_second):
            return
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _leaves(receive: Receive, seconds: float) -> bool:
    """Whether the client leaves within this time; there is nothing to do for one that left."""

    async def until_the_client_leaves() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    if not seconds:
        return False
    try:
        await asyncio.wait_for(until_the_client_leaves(), seconds)
    except TimeoutError:
        return False
    except asyncio.CancelledError:  # the server ends, and waits for nobody
        if _transport(receive) is None:
            raise
        await hang_up(receive)
    return True


async def hang_up(receive: Receive) -> None:
    """Close the connection: what was written still leaves, nothing more does.

    ASGI has no word for it; uvicorn's `receive` belongs to the object that holds the transport. Without one
    there is no connection, and who called in process gets the exception that a client would get.
    """
    transport = _transport(receive)
    if transport is None:
        raise Dropped("the mock was asked to drop the connection")
    transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass


def _transport(receive: Receive) -> Any:
    return getattr(getattr(receive, "__self__", None), "transport", None)
