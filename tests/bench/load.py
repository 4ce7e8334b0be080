"""A load client: a few keep-alive connections that send one request again after each answer."""

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """What a round showed: answers per second, and the bytes of one answer."""

    per_second: float
    size: int


class _Connection(asyncio.Protocol):
    """Asks anew as soon as an answer is complete; answers to the same request have the same length."""

    def __init__(self, request: bytes, size: int) -> None:
        self.answers = 0
        self._request = request
        self._size = size
        self._missing = size
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._missing -= len(data)
        if self._missing <= 0:
            assert self._missing == 0, "an answer of another length came"
            assert self._transport is not None
            self.answers += 1
            self._missing = self._size
            self._transport.write(self._request)


def first_answer(port: int, request: bytes) -> bytes:
    """One answer as it comes over the wire; it must be a 200."""
    answer = asyncio.run(_one(port, request))
    assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
    return answer


async def _one(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(next(line for line in head.lower().splitlines() if line.startswith(b"content-length"))[15:])
    body = await reader.readexactly(length)
    writer.close()
    return head + body


def load(port: int, request: bytes, *, seconds: float, connections: int = 16) -> Measured:
    """Ask for some seconds; the loop is bounded by them."""
    size = len(first_answer(port, request))
    return Measured(asyncio.run(_load(port, request, size, seconds, connections)), size)


async def _load(port: int, request: bytes, size: int, seconds: float, connections: int) -> float:
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(lambda: _Connection(request, size), "127.0.0.1", port)
        for _ in range(connections)
    ]
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    answers = sum(connection.answers for _, connection in opened)
    took = time.perf_counter() - started
    for transport, _ in opened:
        transport.abort()
    return answers / took
