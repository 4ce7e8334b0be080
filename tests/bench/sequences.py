"""Asks a server for many different things over several connections, and says what an answer costs it.

What is different each time cannot be left to wrk. Processor time is compared, since a client of our own is
slower than the servers.
"""

import asyncio
from collections.abc import Iterable, Sequence

from load import CONNECTIONS
from servers import Server


def cost_of(server: Server, requests: Sequence[bytes]) -> float | None:
    """Processor time per answer in µs; None where the system does not say. Every answer must be a success."""
    before = server.processor_seconds()
    asyncio.run(_ask_all(server.port, requests))
    after = server.processor_seconds()
    return None if before is None or after is None else (after - before) / len(requests) * 1e6


async def _ask_all(port: int, requests: Sequence[bytes]) -> None:
    share = -(-len(requests) // CONNECTIONS)
    shares = (requests[start : start + share] for start in range(0, len(requests), share))
    await asyncio.gather(*(_ask(port, each) for each in shares))


async def _ask(port: int, requests: Iterable[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 2"), head
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
    writer.close()
