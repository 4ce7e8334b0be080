from dataclasses import replace

from vertrag.fuzz.judging.causes import causes
from vertrag.fuzz.judging.findings import Finding

DRIFT = Finding("rule", "ST108", "Drift", "high", "GET /x", "a", "b", "curl x", root="#/components/schemas/X")


def test_findings_with_the_same_root_have_one_cause() -> None:
    (cause,) = causes([DRIFT, replace(DRIFT, operation="GET /y"), DRIFT])
    assert (cause.operations, len(cause.findings)) == (("GET /x", "GET /y"), 3)


def test_another_root_is_another_cause() -> None:
    assert len(causes([DRIFT, replace(DRIFT, root="elsewhere")])) == 2


def test_the_worst_comes_first_and_then_the_most_frequent() -> None:
    low = replace(DRIFT, severity="low", root="low")
    others = [replace(DRIFT, root="often", operation=operation) for operation in ("GET /x", "GET /y")]
    assert [cause.root for cause in causes([low, DRIFT, *others])] == ["often", DRIFT.root, "low"]


def test_equally_bad_causes_have_one_order_whichever_was_found_first() -> None:
    found = [replace(DRIFT, root=root) for root in ("b", "c", "a")]
    assert [cause.root for cause in causes(found)] == [cause.root for cause in causes(found[::-1])]
