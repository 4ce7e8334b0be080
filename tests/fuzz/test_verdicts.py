from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.verdicts import Verdicts


def test_a_verdict_tells_all_that_is_wrong_with_an_operation(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    server = serve(flaws=frozenset({"undocumented status"}))
    asked, verdicts = options(server, max_examples=1), Verdicts(tmp_path)
    with pytest.raises(AssertionError, match=r"(?s)Undocumented status code.*203.*curl -i") as caught:
        verdicts.of(asked, "GET /health").check()
    assert server.token not in str(caught.value)
    sent = len(server.seen)
    verdicts.of(asked, "GET /health", codes=("ST101",)).check()
    Verdicts(tmp_path).of(asked, "GET /health", codes=("ST101",)).check()
    assert len(server.seen) <= sent + 1  # what was found is kept; only a sign of life is asked for


def test_a_law_can_be_asked_by_walks_alone(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    server = serve()
    asked = options(server, max_examples=50, walks_alone=True)
    Verdicts(tmp_path).of(asked, "GET /tickets", codes=("VF601",)).check()
    assert 0 < len(server.seen) < 100


def test_what_may_not_be_tested_is_skipped_and_what_was_not_reached_fails(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    asked = options(serve(token="another"), max_examples=1)
    assert "may change data" in Verdicts(tmp_path).of(asked, "POST /tickets").skipped
    with pytest.raises(AssertionError, match="was not tested: only 401; pass credentials"):
        Verdicts(tmp_path).of(asked, "GET /tickets").check()
