from dataclasses import replace
from typing import Any

import pytest

from vertrag.fuzz.events import Gap, RunFinished, RunStarted
from vertrag.fuzz.findings import Finding

STARTED = RunStarted("T", "t.yaml", "http://127.0.0.1", 1, ("GET /x",), (), ())
CLEAN = RunFinished(STARTED, 1, 0.1, (), ("GET /x",), (), ())
FINDING = Finding("rule", "ST108", "Drift", "high", "GET /x", "a", "b", "curl x")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, 0),
        ({"findings": (FINDING,)}, 1),
        ({"findings": (replace(FINDING, blame="ambiguous"),)}, 1),
        ({"gaps": (Gap("GET /x", 405),)}, 0),
        ({"gaps": (Gap("GET /x", 405),), "strict": True}, 1),
        ({"tested": (), "findings": (FINDING,)}, 2),
        ({"interruption": "the server stopped answering"}, 2),
        ({"interruption": "interrupted"}, 130),
    ],
)
def test_the_exit_code_tells_how_a_run_ended(changes: dict[str, Any], code: int) -> None:
    assert replace(CLEAN, **changes).exit_code == code
