from collections.abc import Callable

import pytest

from vertrag.errors import UsageError
from vertrag.exchange import Response
from vertrag.fuzz.identity.bearer import Bearer, bearing
from vertrag.fuzz.identity.token import Token
from vertrag.fuzz.observations import Sent

SENT = Sent("GET", "http://h/x", (("authorization", "Bearer 1"),))


class Clock:
    """A clock that stands still until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def bearer(*lives: float | None) -> tuple[Bearer, Clock]:
    """Tokens 1, 2, 3 …, with the seconds that each lives; there is none after them."""
    clock = Clock()
    coming = iter(enumerate(lives, 1))

    def fetch() -> Token:
        for number, life in coming:
            return Token(str(number), None if life is None else clock() + life)
        raise UsageError("no more")

    made = Bearer(fetch, clock)
    made.begin()
    return made, clock


def server(*accepted: str) -> tuple[Callable[[Sent], Response], list[str]]:
    """Lets in who has one of the tokens, and notes what came."""
    came: list[str] = []

    def send(sent: Sent) -> Response:
        came.append(dict(sent.headers)["authorization"])
        return Response(200 if came[-1].removeprefix("Bearer ") in accepted else 401)

    return send, came


def test_a_token_is_replaced_shortly_before_it_expires() -> None:
    tokens, clock = bearer(3600, None)
    clock.now += 3569
    assert tokens.current("Bearer 1") == "Bearer 1"
    clock.now += 1
    assert (tokens.current("Bearer 1"), tokens.current("Bearer 2")) == ("Bearer 2", "Bearer 2")


def test_a_token_of_short_life_is_used_for_most_of_it() -> None:
    tokens, clock = bearer(10, None)
    clock.now += 8
    assert tokens.current("Bearer 1") == "Bearer 1"
    clock.now += 1
    assert tokens.current("Bearer 1") == "Bearer 2"


def test_a_token_that_is_old_when_it_comes_is_used_until_it_is_refused() -> None:
    tokens, clock = bearer(-5)
    clock.now += 100
    assert (tokens.current("Bearer 1"), tokens.failure) == ("Bearer 1", "")


def test_after_a_refusal_the_request_goes_out_once_more() -> None:
    send, came = server("2")
    tokens, _ = bearer(None, None)
    answer = bearing(send, tokens)(SENT)
    assert answer is not None
    assert (answer.status, came) == (200, ["Bearer 1", "Bearer 2"])
    bearing(send, tokens)(SENT)
    assert came[2:] == ["Bearer 2"]


def test_what_was_never_a_token_of_ours_is_sent_as_it_is() -> None:
    send, came = server()
    tokens, _ = bearer(None, None)
    bearing(send, tokens)(Sent("GET", "http://h/x", (("authorization", "Bearer wrong"),)))
    assert (came, len(tokens.issued)) == (["Bearer wrong"], 1)


def test_where_a_new_token_does_not_help_some_time_passes_before_the_next() -> None:
    send, _ = server()
    tokens, clock = bearer(*[None] * 9)
    for _ in range(50):
        bearing(send, tokens)(SENT)
    assert len(tokens.issued) == 2
    clock.now += 2
    bearing(send, tokens)(SENT)
    clock.now += 2
    bearing(send, tokens)(SENT)
    assert len(tokens.issued) == 3


def test_a_command_that_prints_the_same_again_is_not_asked_at_once() -> None:
    asked = []
    tokens = Bearer(lambda: asked.append(1) or Token("1"), Clock())  # type: ignore[func-returns-value]
    tokens.begin()
    for _ in range(9):
        assert tokens.instead("Bearer 1") is None
    assert len(asked) == 2


def test_when_there_is_no_new_token_the_reason_is_kept() -> None:
    tokens, _ = bearer(None)
    assert (tokens.instead("Bearer 1"), tokens.failure) == (None, "no more")


def test_without_a_first_token_there_is_no_run() -> None:
    with pytest.raises(UsageError, match="no more"):
        bearer()
