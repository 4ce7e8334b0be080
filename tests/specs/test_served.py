"""The mock keeps the three documents under its own fuzz: the same run that a user would start."""

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


def run(document: str, mock: Any, seed: int, max_time: int | None = None) -> RunFinished:
    headers = tuple(each.replace("TOKEN", mock.authority.issue()) for each in CREDENTIALS[document])
    options = FuzzOptions(
        document, mock.origin, headers, seed=seed, max_examples=30, max_time=max_time, allow_writes=True
    )
    *_, finished = fuzz(options)
    assert isinstance(finished, RunFinished)
    return finished


@pytest.mark.parametrize("document", CREDENTIALS)
def test_a_short_fuzz_finds_nothing_in_our_own_mock(document: str, running_mock: Any) -> None:
    finished = run(document, running_mock, seed=1, max_time=SHORT)
    assert [(finding.title, finding.curl) for finding in finished.findings] == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("document", CREDENTIALS)
def test_the_fuzz_finds_nothing_in_our_own_mock(document: str, seed: int, running_mock: Any) -> None:
    finished = run(document, running_mock, seed)
    assert [(finding.title, finding.curl) for finding in finished.findings] == []
    assert finished.exit_code == 0
    # A refresh token that proves something cannot be guessed, and the run says so.
    missed = {"POST /token"} if document == "socialboards-tickets" else set()
    assert {each.operation for each in finished.untested} == missed
