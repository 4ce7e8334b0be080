import pytest

from vertrag.exchange import Response
from vertrag.fuzz.asking.pace import Pace, interval
from vertrag.fuzz.observations import Sent

SENT = Sent("GET", "http://h/x")


def paced(*answers: Response, seconds: float = 0.0) -> tuple[Pace, list[float]]:
    """A pace over planned answers, whose clock moves only when somebody sleeps."""
    slept: list[float] = []
    coming = iter(answers)
    return Pace(lambda _: next(coming), seconds, slept.append, lambda: sum(slept)), slept


def refused(after: str) -> Response:
    return Response(429, (("retry-after", after),))


def test_a_refusal_for_now_is_waited_for() -> None:
    pace, slept = paced(refused("2"), refused("1"), Response(200))
    answer = pace(SENT)
    assert answer is not None
    assert (answer.status, slept) == (200, [2.0, 1.0])


@pytest.mark.parametrize("after", ["3600", "soon", ""])
def test_what_is_too_far_away_is_not_waited_for(after: str) -> None:
    pace, slept = paced(refused(after))
    answer = pace(SENT)
    assert answer is not None
    assert (answer.status, slept) == (429, [])


def test_patience_ends() -> None:
    pace, slept = paced(*(refused("1") for _ in range(9)))
    answer = pace(SENT)
    assert answer is not None
    assert (answer.status, slept) == (429, [1.0, 1.0, 1.0])


def test_requests_keep_their_distance() -> None:
    pace, slept = paced(Response(200), Response(200), Response(200), seconds=0.5)
    for _ in range(3):
        pace(SENT)
    assert slept == [0.5, 0.5]


@pytest.mark.parametrize(("rate", "seconds"), [("100/s", 0.01), ("30/m", 2.0), ("3600/h", 1.0)])
def test_a_rate_is_a_distance(rate: str, seconds: float) -> None:
    assert interval(rate) == seconds
