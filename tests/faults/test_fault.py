from pathlib import Path
from random import Random
from typing import Any

import pytest

from vertrag.faults.fault import LONGEST_WAIT, WORDS, Fault, Latency, Limit, from_dict, from_texts


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ({}, Fault()),
        ({"operation": "get", "times": 2, "rate": 0.5}, Fault("get", 2, 0.5)),
        ({"latency": 800}, Fault(latency=Latency(800, 800))),
        ({"latency": {"uniform": [1, 2.5]}}, Fault(latency=Latency(1, 2.5))),
        (
            {"latency": {"lognormal": {"median": 300, "sigma": 0.5}}},
            Fault(latency=Latency(300, LONGEST_WAIT, 0.5)),
        ),
        ({"limit": {"requests": 3, "seconds": 1.5}}, Fault(limit=Limit(3, 1.5))),
        (
            {"status": 503, "body": None, "headers": {"Retry-After": "5"}},
            Fault(status=503, headers={"retry-after": "5"}),
        ),
        ({"latency": "uniform-1-2.5"}, Fault(latency=Latency(1, 2.5))),
        ({"latency": "lognormal-300-0.5"}, Fault(latency=Latency(300, LONGEST_WAIT, 0.5))),
        ({"limit": "3-per-1.5"}, Fault(limit=Limit(3, 1.5))),
        ({"connection": "hang", "bytesPerSecond": 10}, Fault(connection="hang", bytes_per_second=10)),
    ],
)
def test_a_fault_is_read_from_json(written: Any, fault: Fault) -> None:
    assert from_dict(written) == fault


@pytest.mark.parametrize(
    "written",
    [
        *([], "x", None, {"status": 99}, {"status": True}, {"status": "503"}, {"times": 0}, {"times": 1.5}),
        *(
            {"rate": 1.1},
            {"latency": -1},
            {"latency": "1"},
            {"latency": {"uniform": [2, 1]}},
            {"latency": {}},
        ),
        *({"latency": {"lognormal": {"median": 0, "sigma": 1}}}, {"limit": {"requests": 1}}, {"limit": 3}),
        *({"connection": "x"}, {"connection": None}, {"bytesPerSecond": 0}, {"headers": {"a": "b\r\nc: d"}}),
        *({"headers": {name: "1"}} for name in ("", "x y", "a:", "ä", "Content-Length", "connection")),
        *(
            {"latency": "uniform-9-1"},
            {"latency": "normal-1-2"},
            {"latency": "lognormal-0-1"},
            {"latency": "1-2"},
        ),
        *(
            {"limit": "3"},
            {"limit": "3-in-5"},
            {"limit": "0-per-5"},
            {"limit": "x-per-5"},
            {"limit": "1-per-nan"},
        ),
        *({"headers": {"a": ""}}, {"headers": {"a": "b "}}),
        *({"headers": {"a": 1}}, {"headers": []}, {"operation": None}, {"delay": 1}, {1: 2}),
    ],
)
def test_what_cannot_be_a_fault_is_said(written: Any) -> None:
    with pytest.raises(ValueError, match="fault"):
        from_dict(written)


def test_a_request_asks_by_the_same_words_in_any_case() -> None:
    asked = from_texts({"latency": "uniform-1-2", "BYTESPERSECOND": "2.5", "status": "503", "rate": "1"})
    said = {"latency": {"uniform": [1, 2]}, "bytesPerSecond": 2.5, "status": 503, "rate": 1}
    assert asked == from_dict(said)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"delay": "5"}, "it can ask for rate, latency, limit, status, connection, bytesPerSecond"),
        ({"times": "2"}, "a request asks for no 'times'"),
        ({"latency": "-5"}, "milliseconds up to an hour, uniform-LEAST-MOST or lognormal-MEDIAN-SIGMA"),
        ({"latency": "9" * 5000}, "milliseconds up to an hour"),
        ({"connection": "close"}, "drop or truncate or hang"),
        ({"status": "²"}, "a status from 200 to 599"),
        ({"rate": ""}, "a number from 0 to 1"),
    ],
)
def test_what_a_request_cannot_ask_for_is_said_with_what_it_can(asked: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        from_texts(asked)


def test_every_word_has_its_line_on_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "state.md").read_text(encoding="utf-8")
    lines = [line for line in page.partition("## Faults")[2].splitlines() if line.startswith("| `")]
    assert [word for line in lines for word in line.split("|")[1].replace("`", "").split(",")]
    named = [name.strip(" `") for line in lines for name in line.split("|")[1].split(",")]
    assert sorted(named) == sorted(WORDS)


@pytest.mark.parametrize("latency", [Latency(5, 5), Latency(2, 9), Latency(300, LONGEST_WAIT, 0.5)])
def test_a_drawn_latency_lies_within_its_bounds(latency: Latency) -> None:
    draw = Random(1)  # noqa: S311 - to be repeated
    drawn = [latency.drawn(draw) for _ in range(500)]
    assert all(0 < wait <= latency.most for wait in drawn)
    assert latency.sigma or min(drawn) >= latency.least
    assert abs(sorted(drawn)[250] - (300 if latency.sigma else (latency.least + latency.most) / 2)) < 30
