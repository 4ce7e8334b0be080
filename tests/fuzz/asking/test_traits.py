from dataclasses import replace

import pytest

from vertrag.exchange import Response
from vertrag.fuzz.asking.origins import Step
from vertrag.fuzz.asking.traits import CONDITIONS, LETTERS, has_trait, trait_of
from vertrag.fuzz.observations import Complaint, Sent

GREEK = Sent(
    "POST", "http://h/%CE%B1?b=%CE%B2", (("x-name", "\u03b3"),), '["\u03b4", "\\u03b5", "\\u000b"]'.encode()
)
CRASH = Complaint("rule", "ST101", "Server error", 0, "POST /x", "", "", "500", GREEK, Response(500))


def trait(complaint: Complaint, status: int) -> tuple[str, list[Sent]]:
    sent: list[Sent] = []

    def send(request: Sent) -> Response:
        sent.append(request)
        return Response(status)

    return trait_of(complaint, (Step(complaint.sent),), send), sent


def test_a_server_that_takes_the_same_in_ascii_fails_because_of_the_letters() -> None:
    found, (plain,) = trait(CRASH, 404)
    assert found == LETTERS
    assert plain == Sent("POST", "http://h/x?b=x", (("x-name", "x"),), b'["x", "x", "x"]')


def test_a_server_that_takes_the_same_without_its_conditions_fails_because_of_them() -> None:
    sent = Sent("GET", "http://h/x", (("If-Match", "*"), ("accept", "*/*")))
    found, (plain,) = trait(replace(CRASH, sent=sent), 200)
    assert (found, plain.headers) == (CONDITIONS, (("accept", "*/*"),))


def test_a_server_that_fails_for_ascii_as_well_does_not() -> None:
    assert trait(CRASH, 500)[0] == ""


@pytest.mark.parametrize(
    "other", [replace(CRASH, code="ST103"), replace(CRASH, sent=Sent("GET", "http://h/x?b=%20"))]
)
def test_nothing_is_sent_where_nothing_can_be_learnt(other: Complaint) -> None:
    assert trait(other, 200) == ("", [])


def test_a_request_has_a_trait_or_has_it_not() -> None:
    conditional = Sent("GET", "http://h/x", (("If-Match", "*"),))
    found = [has_trait(sent, trait) for sent in (GREEK, conditional) for trait in (LETTERS, CONDITIONS, "?")]
    assert found == [True, False, False, False, True, False]
