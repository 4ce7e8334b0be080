"""The mock keeps the three documents under its own fuzz: the same run that a user would start."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from vertrag.fuzz.events import RunFinished
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.run import fuzz

SHORT = 4  # seconds: enough to see that something is badly wrong
CREDENTIALS = {
    "enneo-mind": ("Authorization: Bearer TOKEN",),
    "socialboards-tickets": ("Authorization: Bearer TOKEN",),
    "zoho-desk": ("Authorization: Zoho-oauthtoken TOKEN", "orgId: 20260001"),
}


@pytest.fixture
def run(running_mock: Any, tmp_path: Path) -> Callable[..., RunFinished]:
    return partial(_run, running_mock, tmp_path / "data.yaml")


def _run(mock: Any, data: Path, document: str, seed: int, max_time: int | None = None) -> RunFinished:
    token = mock.authority.issue()
    headers = tuple(each.replace("TOKEN", token) for each in CREDENTIALS[document])
    data.write_text(f"refresh_token: {token}")  # one that proves something cannot be guessed
    options = FuzzOptions(
        document,
        mock.origin,
        headers,
        seed=seed,
        max_examples=30,
        max_time=max_time,
        allow_writes=True,
        data=data,
    )
    *_, finished = fuzz(options)
    assert isinstance(finished, RunFinished)
    return finished


@pytest.mark.parametrize("document", CREDENTIALS)
def test_a_short_fuzz_finds_nothing_in_our_own_mock(document: str, run: Callable[..., RunFinished]) -> None:
    finished = run(document, seed=1, max_time=SHORT)
    assert [(finding.title, finding.curl) for finding in finished.findings] == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("document", CREDENTIALS)
def test_the_fuzz_finds_nothing_in_our_own_mock(
    document: str, seed: int, run: Callable[..., RunFinished]
) -> None:
    finished = run(document, seed)
    assert [(finding.title, finding.curl) for finding in finished.findings] == []
    assert (finished.untested, finished.exit_code) == ((), 0)
