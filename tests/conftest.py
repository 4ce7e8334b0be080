"""One mock for all tests that need a socket, a browser or a command line: started once, as a user would."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from vertrag.credentials import Authority

SOURCES = Path(__file__).parent.parent / "mock"
KEY = "the key of the mock that the tests start"


@dataclass(frozen=True)
class RunningMock:
    """A running mock: where it is, who signs its tokens, and the environment of commands that go with it."""

    origin: str
    authority: Authority
    environ: dict[str, str]


@pytest.fixture(scope="session")
def running_mock() -> Iterator[RunningMock]:
    environ = {**os.environ, "VERTRAG_KEY": KEY, "PYTHONPATH": str(SOURCES)}
    command = [sys.executable, "-m", "vertrag", "serve", "--port", "0"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        origin = next(word for word in first.split() if word.startswith("http")).rstrip(",")
        yield RunningMock(origin, Authority(KEY), environ)
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.wait(10) == 0
