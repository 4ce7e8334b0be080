from vertrag.faults.fault import Fault, Latency, Limit
from vertrag.faults.ordeal import Ordeals

WAIT = Fault(latency=Latency(500, 500))


def ordeals(seed: int = 1) -> Ordeals:
    return Ordeals(seed, lambda: 100.0)


def test_only_faults_of_the_operation_or_of_all_meet_a_request() -> None:
    faults = [("1", Fault("get", status=503)), ("2", WAIT)]
    met = ordeals().of("", "get", faults)
    other = ordeals().of("", "put", faults)
    assert met is not None
    assert other is not None
    assert (met.met, met.status, met.delay) == (["1", "2"], 503, 0.5)
    assert (other.met, other.status) == (["2"], None)
    assert ordeals().of("", "put", faults[:1]) is None


def test_waits_add_up_and_the_first_says_the_rest() -> None:
    faults = [
        WAIT,
        Fault(status=500, body="a"),
        Fault(status=400, connection="drop", latency=Latency(250, 250)),
        Fault(connection="hang", bytes_per_second=7),
    ]
    met = ordeals().of("", "get", ((str(place), fault) for place, fault in enumerate(faults)))
    assert met is not None
    assert (met.delay, met.status, met.body, met.connection, met.bytes_per_second) == (
        0.75,
        500,
        "a",
        "drop",
        7,
    )


def test_a_rate_is_drawn_and_the_same_seed_draws_the_same() -> None:
    def drawn(seed: int, session: str) -> list[bool]:
        some = ordeals(seed)
        return [some.of(session, "get", [("1", Fault(rate=0.3))]) is not None for _ in range(400)]

    assert drawn(1, "a") == drawn(1, "a")
    assert drawn(1, "a") not in (drawn(2, "a"), drawn(1, "b"))
    assert 80 < sum(drawn(1, "a")) < 160


def test_a_limit_lets_so_many_in_and_says_when_the_next_one_is() -> None:
    clock = iter((0.0, 1.0, 4.0, 9.5, 10.0, 11.0, 12.0, 13.0))
    some = Ordeals(1, lambda: next(clock))
    seen = []
    for _ in range(7):
        met = some.of("a", "get", [("1", Fault(limit=Limit(2, 10)))])
        assert met is not None
        seen.append(met.retry_after)
    assert seen == [0, 0, 6.0, 0.5, 0, 0, 8.0]
    other = some.of("b", "get", [("1", Fault(limit=Limit(2, 10)))])
    assert other is not None
    assert other.retry_after == 0
