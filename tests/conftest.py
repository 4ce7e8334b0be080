"""What tests of several rooms share, each started once: a mock as a user would start it, and a database."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from vertrag.credentials import Authority
from vertrag.state.address import store_at

pytest_plugins = ["pytester"]

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


def _programs_of_postgresql() -> Path:
    """The folder of its server's programs; Debian keeps them off the path."""
    found = shutil.which("pg_ctl", path=":".join(map(str, Path("/usr/lib/postgresql").glob("*/bin"))))
    if found is None:
        pytest.skip("PostgreSQL's server is not installed (Debian: apt-get install postgresql)")
    return Path(found).parent


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, behind a socket in a folder of our own."""
    programs = _programs_of_postgresql()
    with tempfile.TemporaryDirectory(prefix="vertrag-postgresql-") as folder:
        user = "nobody" if os.getuid() == 0 else None  # it refuses to run as root
        if user:
            shutil.chown(folder, user)

        def run(program: str, *options: str) -> None:
            command = [str(programs / program), "-D", f"{folder}/data", *options]
            subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

        run("initdb", "-A", "trust", "-U", "vertrag", "--no-sync", "--no-instructions")
        server = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run("pg_ctl", "-w", "-s", "-l", f"{folder}/log", "-o", server, "start")
        yield f"postgresql://vertrag@/postgres?host={folder}"
        run("pg_ctl", "-w", "-s", "-m", "immediate", "stop")


@pytest.fixture
def empty_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """The address of an empty store of some kind."""

    def address_of(kind: str) -> str:
        if kind == "memory":
            return kind
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'state.db'}"
        address: str = request.getfixturevalue("postgresql")
        store = store_at(address)
        for session in store.sessions():
            store.forget(session.name)
        store.close()
        return address

    return address_of
