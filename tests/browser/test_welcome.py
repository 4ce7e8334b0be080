"""The start page as a real browser shows it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from vertrag.contract.loading.document import load
from vertrag.contract.loading.sources import shipped_names
from vertrag.contract.operations import compile_contract
from vertrag.control.panel import DOCUMENT

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


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; Debian's package chromium has it")
def test_the_start_page_shows_requests_with_the_address_that_was_opened(
    running_mock: Any, tmp_path: Path
) -> None:
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path}", "--dump-dom", f"{running_mock.origin}/"]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert f"{running_mock.origin}/api/mind/ticket/376189</pre>" in shown
    documents = [*map(load, shipped_names()), load(str(DOCUMENT))]
    assert shown.count("<pre>curl ") == sum(len(compile_contract(each).operations) for each in documents)
