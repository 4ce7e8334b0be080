"""`make bench`: the speed of the mock beside that of raw uvicorn with the same bytes, in one run.

Absolute figures belong to a machine; the ratios are what to compare. Servers are pinned to one core and
the client to another where the system can do that, and rounds alternate between the servers.
"""

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from load import first_answer, load

from vertrag.credentials import Authority

KEY = "the key of the benchmark, long enough"
PATHS = {
    "enneo history": "/api/mind/ticket/376189/history",
    "enneo ticket": "/api/mind/ticket/376189",
}
ROUNDS = 5
SECONDS = 2.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def pin(core: int) -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {core})


@contextlib.contextmanager
def server(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    environ = {**os.environ, "VERTRAG_KEY": KEY}
    process = subprocess.Popen(
        [sys.executable, *command], env=environ, stdout=subprocess.DEVNULL, preexec_fn=lambda: pin(0)
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def until_it_answers(port: int, request: bytes) -> float:
    """Seconds until the first 200."""
    started = time.perf_counter()
    while time.perf_counter() - started < 30:
        with contextlib.suppress(OSError, AssertionError):
            first_answer(port, request)
            return time.perf_counter() - started
        time.sleep(0.005)
    raise TimeoutError("the server never answered 200")


def request_for(port: int, path: str, token: str) -> bytes:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\r\n"
    return head.encode()


def cold_start(token: str) -> float:
    """Median seconds from starting `vertrag serve` to its first 200."""
    seen = []
    for _ in range(5):
        port = free_port()
        with server("-m", "vertrag", "serve", "--port", str(port)):
            seen.append(until_it_answers(port, request_for(port, PATHS["enneo history"], token)))
    return statistics.median(seen)


def compare(name: str, path: str, token: str) -> None:
    """Alternate rounds against the mock and against raw uvicorn that sends the mock's own bytes."""
    mock_port, raw_port = free_port(), free_port()
    mock_request, raw_request = request_for(mock_port, path, token), request_for(raw_port, path, token)
    with server("-m", "vertrag", "serve", "--port", str(mock_port)), tempfile.NamedTemporaryFile() as body:
        until_it_answers(mock_port, mock_request)
        url = f"http://127.0.0.1:{mock_port}{path}"
        body.write(httpx.get(url, headers={"Authorization": f"Bearer {token}"}).content)
        body.flush()
        with server(str(Path(__file__).with_name("raw.py")), str(raw_port), body.name):
            until_it_answers(raw_port, raw_request)
            rounds = [
                (
                    load(raw_port, raw_request, seconds=SECONDS).per_second,
                    load(mock_port, mock_request, seconds=SECONDS).per_second,
                )
                for _ in range(ROUNDS)
            ]
    raw, mock = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(mock / raw for raw, mock in rounds)
    print(f"{name:<16} raw {raw:>8,.0f}/s   vertrag {mock:>8,.0f}/s   ratio {ratio:.2f}")


def main() -> None:
    pin(1)
    token = Authority(KEY).issue()
    print("Requests per second, both validations on, 16 connections, one process on one core")
    for name, path in PATHS.items():
        compare(name, path, token)
    print(f"Cold start of `vertrag serve` to its first 200: {cold_start(token):.2f} s")


if __name__ == "__main__":
    main()
