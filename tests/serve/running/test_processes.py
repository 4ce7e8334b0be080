"""Workers as they run for a user: processes over one store, which may be killed at any moment."""

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from vertrag.config import ServeSettings
from vertrag.errors import UsageError
from vertrag.serve.running.processes import worker
from vertrag.serve.running.server import ready
from vertrag.state.address import store_at

SOURCES = Path(__file__).parents[3] / "mock"
WRITES = int(os.environ.get("VERTRAG_TEST_WRITES", "50"))  # more take longer and show the same
ANSWER = {"200": {"description": "", "content": {"application/json": {}}}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1"},
    "paths": {
        "/notes": {
            "get": {"operationId": "listNotes", "responses": ANSWER},
            "post": {"operationId": "addNote", "responses": ANSWER},
        }
    },
}
HANDLERS = """
def addNote(call):
    number = call.state.next_number("note", 1)
    call.state.put("left", str(number), number)
    call.state.put("right", str(number), number)
    return number


def listNotes(call):
    return [number for _, number in call.state.items("left")]
"""


def ask(method: str, origin: str) -> Any:
    """The answer on a connection of its own."""
    with closing(HTTPConnection(origin.removeprefix("http://"), timeout=60)) as connection:
        connection.request(method, "/notes")
        return json.loads(connection.getresponse().read())


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """Where a mock is, and how to kill all of its processes."""
    (folder / "notes.json").write_text(json.dumps(DOCUMENT))
    (folder / "notes.py").write_text(HANDLERS)
    served = ["notes.json", "--handlers", "notes.py", "--port", "0"]
    command = [sys.executable, "-m", "vertrag", "serve", *served, *options]
    environ = {**os.environ, "VERTRAG_KEY": "the key of these tests, long enough", "PYTHONPATH": str(SOURCES)}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        origin = next(word for word in first.split() if word.startswith("http")).rstrip(",")
        kill = partial(os.killpg, process.pid, signal.SIGKILL)
        try:
            yield origin, kill
        finally:
            with suppress(ProcessLookupError):
                kill()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_workers_see_what_was_written_and_lose_nothing_when_they_are_killed(
    kind: str, empty_store: Callable[[str], str], tmp_path: Path
) -> None:
    address, acknowledged = empty_store(kind), []
    with serving(tmp_path, "--store", address, "--workers", "2") as (origin, kill):
        for _ in range(WRITES):  # each request on a connection of its own, so that either worker may get it
            acknowledged.append(ask("POST", origin))
            assert acknowledged == ask("GET", origin)
        Timer(0.3, kill).start()
        with suppress(OSError, HTTPException):
            while True:
                acknowledged.append(ask("POST", origin))
    store = store_at(address)
    with store.reading("") as rows:
        left, right = ([int(key) for key, _ in rows.items(side)] for side in ("left", "right"))
    store.close()
    assert left == right == list(range(1, len(left) + 1))
    assert left[: len(acknowledged)] == acknowledged


def test_a_worker_makes_its_application_from_settings_that_can_be_sent_to_it(tmp_path: Path) -> None:
    settings = ServeSettings(documents=("zoho-desk",), store=f"sqlite:///{tmp_path / 'state.db'}", workers=2)
    made_there: Any = pickle.loads(pickle.dumps(partial(worker, settings, "vertrag token")))  # noqa: S301 - our own
    assert callable(made_there())


def test_workers_need_a_store_that_they_can_share() -> None:
    with pytest.raises(UsageError, match="2 workers cannot share") as error:
        ready(ServeSettings(workers=2))
    assert "--store sqlite" in error.value.hint
