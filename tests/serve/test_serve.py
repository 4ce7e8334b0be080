"""What is loaded to serve: nothing that a terminal program of somebody else needs."""

import subprocess
import sys


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_command_line_of_httpx_stays_out() -> None:
    assert _printed("import sys, vertrag.serve; print('rich' in sys.modules)") == "False\n"


def test_httpx_s_command_line_is_there_for_who_asks_for_it_later() -> None:
    assert _printed("import vertrag.serve, httpx._main; print(httpx._main.main.name)") == "main\n"
