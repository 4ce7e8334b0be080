"""Asks a server for one thing as fast as it answers: with wrk where that is installed, else by itself."""

import asyncio
import re
import shutil
import subprocess
import time

CONNECTIONS = 16
WRK = shutil.which("wrk")
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_REFUSED = re.compile(r"(Non-2xx|Socket errors).*")


def client() -> str:
    """What asks, for people."""
    return "wrk" if WRK else "a client of our own (install wrk for truer figures)"


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
    """One answer as it comes over the wire, its body decoded; it must be a 200."""
    answer = asyncio.run(_one(port, request))
    assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
    return answer


async def _one(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.split(b":", 1) for line in head.lower().splitlines()[1:] if line)
    if b"content-length" in fields:
        body = await reader.readexactly(int(fields[b"content-length"]))
    else:
        body = await reader.readuntil(b"0\r\n\r\n")  # chunked, as Node sends what it was given no length of
    writer.close()
    return head + body


def answers_per_second(port: int, request: bytes, seconds: float) -> float:
    """How many answers came in each second; the loop is bounded by their number of seconds."""
    return _by_wrk(port, request, seconds) if WRK else asyncio.run(_by_itself(port, request, seconds))


def _by_wrk(port: int, request: bytes, seconds: float) -> float:
    target, *fields = request.decode().split("\r\n")
    headers = [word for field in fields[1:] if field for word in ("-H", field)]
    url = f"http://127.0.0.1:{port}{target.split(' ')[1]}"
    command = [str(WRK), "-t1", f"-c{CONNECTIONS}", f"-d{round(seconds)}", *headers, url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert not _REFUSED.search(said), said
    found = _RATE.search(said)
    assert found, said
    return float(found[1])


async def _by_itself(port: int, request: bytes, seconds: float) -> float:
    size = len(await _one(port, request))
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(lambda: _Connection(request, size), "127.0.0.1", port)
        for _ in range(CONNECTIONS)
    ]
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    answers = sum(connection.answers for _, connection in opened)
    took = time.perf_counter() - started
    for transport, _ in opened:
        transport.abort()
    return answers / took
