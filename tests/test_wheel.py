"""The distribution as a stranger gets it: built, installed in a fresh environment, and serving."""

import ast
import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from importlib.metadata import packages_distributions
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zipfile import ZipFile

import pytest

HOUSE = Path(__file__).parent.parent
HISTORY = "/api/mind/ticket/376189/history"
OF_OTHERS = {"anyio", "pytest"}  # that of starlette's; that of who uses the plugin
PATIENCE = 20  # seconds until a server that just started has to answer, on a busy machine

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def vertrag(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of the wheel in an environment of its own, which borrows what the wheel asks for."""
    environment = tmp_path_factory.mktemp("fresh")
    _run(sys.executable, "-m", "venv", str(environment))
    pip = [str(environment / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    _run(*pip, "install", "--no-compile", "--no-deps", "--no-index", str(wheel))
    (packages,) = environment.glob("lib/python*/site-packages")
    # What lies there comes after the wheel, and the .pth file there that leads to the checkout is not read.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return environment / "bin" / "vertrag"


def _sources(wheel: Path) -> list[str]:
    with ZipFile(wheel) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if name.endswith(".py")]


def _metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def _imported(source: str) -> Iterator[str]:
    """The top-level packages that a module imports, however late."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def _plain(distribution: str) -> str:
    return distribution.lower().replace("_", "-")


def _environment() -> dict[str, str]:
    # Neither the checkout's package nor its settings may leak into the fresh environment.
    return {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONPATH" and not name.startswith("VERTRAG_")
    }


def _run(*command: str) -> str:
    ended = subprocess.run(
        command, cwd=HOUSE, env=_environment(), capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@contextmanager
def _served(vertrag: Path, folder: Path) -> Iterator[str]:
    port = _free_port()
    with subprocess.Popen(
        [vertrag, "serve", "--port", str(port)], cwd=folder, env=_environment(), stdout=subprocess.DEVNULL
    ) as server:
        try:
            _await(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)


def _status(url: str, headers: dict[str, str]) -> int:
    try:
        with urlopen(Request(url, headers=headers), timeout=PATIENCE) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except HTTPError as refusal:
        with refusal:
            return refusal.code


def test_the_wheel_holds_the_package_and_its_data(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    strangers = [name for name in names if not re.match(r"vertrag(-[\d.]+\.dist-info)?/", name)]
    assert strangers == []
    assert {"vertrag/py.typed", "vertrag/_shipped/specs/enneo-mind.yaml"} <= set(names)


def test_all_that_the_package_imports_is_asked_for(wheel: Path) -> None:
    roots = {root for text in _sources(wheel) for root in _imported(text)} - {
        "vertrag",
        *sys.stdlib_module_names,
    }
    sellers = packages_distributions()
    needs = _metadata(wheel).get_all("Requires-Dist", ())
    asked = {_plain(re.split(r"[^\w.-]", need)[0]) for need in needs}
    missing = {root for root in roots if not asked & {_plain(name) for name in sellers.get(root, ())}}
    assert missing <= OF_OTHERS


def test_an_installed_wheel_serves(vertrag: Path, tmp_path: Path) -> None:
    token = _run(str(vertrag), "token").strip()
    with _served(vertrag, tmp_path) as origin:
        assert _status(origin + HISTORY, {"Authorization": f"Bearer {token}"}) == 200
        assert _status(origin + HISTORY, {}) == 401
