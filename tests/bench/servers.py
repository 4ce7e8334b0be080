"""Starts the servers to be measured, one process on one core, and reads what they cost."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from load import first_answer

RAW = Path(__file__).with_name("raw.py")
OPENAPI_BACKEND = Path(__file__).with_name("openapi_backend.js")
SERVER_CORE, CLIENT_CORE = 0, 1
_LONGEST_START = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: what to ask it for, and how long it took to its first 200."""

    name: str
    port: int
    path: str
    headers: tuple[str, ...]
    process: "subprocess.Popen[bytes]"
    start: float

    @property
    def request(self) -> bytes:
        """The request that is measured, as it goes over the wire."""
        return self.request_to(self.path)

    def request_to(self, path: str) -> bytes:
        """The same request to another path."""
        return _request(self.port, path, self.headers)

    def processor_seconds(self) -> float | None:
        """Processor time that the process has used; None where the system does not say."""
        # What /proc says is counted in ticks of 10 ms; the clock of a process (clock_getcpuclockid) in ns.
        try:
            return time.clock_gettime((~self.process.pid << 3) | 2)
        except OSError:
            return None

    def largest_memory(self) -> float | None:
        """MiB of memory that the process had at most; None where the system does not say."""
        try:
            lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        except OSError:
            return None
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def pin(core: int) -> None:
    """Keep this process on one core, where there are several and the system can do that."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {core})


@contextlib.contextmanager
def running(
    name: str, command: Sequence[str], path: str, headers: tuple[str, ...] = (), **environ: str
) -> Iterator[Server]:
    """A server that has answered its first 200; `{port}` in the command becomes its port."""
    port = _free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [word.replace("{port}", str(port)) for word in command],
        env={**os.environ, **environ},
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: pin(SERVER_CORE),
    )
    try:
        _until_it_answers(name, port, _request(port, path, headers))
        yield Server(name, port, path, headers, process, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait()


def vertrag(*arguments: str) -> list[str]:
    """The command that serves with vertrag."""
    return [sys.executable, "-m", "vertrag", "serve", *arguments, "--port", "{port}"]


def raw(body: Path) -> list[str]:
    """The command of uvicorn alone, which sends these bytes and looks at nothing."""
    return [sys.executable, str(RAW), "{port}", str(body)]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _request(port: int, path: str, headers: Sequence[str]) -> bytes:
    lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *headers)
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def _until_it_answers(name: str, port: int, request: bytes) -> None:
    started = time.perf_counter()
    while time.perf_counter() - started < _LONGEST_START:
        with contextlib.suppress(OSError, AssertionError, EOFError):
            first_answer(port, request)
            return
        time.sleep(0.005)
    raise TimeoutError(f"{name} never answered 200")
