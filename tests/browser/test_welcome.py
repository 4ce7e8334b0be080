"""The start page as a real browser shows it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def origin() -> Iterator[str]:
    command = [sys.executable, "-m", "vertrag", "serve", "--port", "0"]
    environ = {**os.environ, "VERTRAG_KEY": "k" * 32, "PYTHONPATH": str(Path(__file__).parents[2] / "mock")}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        yield next(word for word in first.split() if word.startswith("http")).rstrip(",")
        process.send_signal(signal.SIGINT)
        process.stdout.read()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; Debian's package chromium has it")
def test_the_start_page_shows_requests_with_the_address_that_was_opened(origin: str, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path}", "--dump-dom", f"{origin}/"]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert f"{origin}/api/mind/ticket/376189</pre>" in shown
    assert shown.count("<pre>curl ") == 5
