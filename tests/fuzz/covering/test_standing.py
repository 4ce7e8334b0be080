from dataclasses import replace
from typing import Any

from vertrag.fuzz.covering.coverage import Coverage
from vertrag.fuzz.covering.standing import share, standing


def test_the_standing_is_the_score_and_what_was_covered_by_kind(clean_run: Any) -> None:
    coverage = (
        Coverage("GET /x", ("operation succeeds", "response 200"), ("response 404",)),
        Coverage("GET /y", ("rule query limit type kept",), ("operation succeeds",)),
    )
    result = replace(clean_run.result, coverage=coverage)
    assert share(result) == 0.6
    said = "60% of 5 parts of the document covered (operations 1/2, responses 1/2, rules 1/1)"
    assert standing(result) == f"Conformance {result.score:g} of 100, {said}"


def test_where_nothing_was_noted_only_the_score_is_said(clean_run: Any) -> None:
    result = replace(clean_run.result, coverage=())
    assert (standing(result), share(result)) == (f"Conformance {result.score:g} of 100", 0.0)
