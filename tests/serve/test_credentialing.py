import pytest

from vertrag.exchange import Request
from vertrag.serve.credentialing import carries, opened
from vertrag.serve.showing.ways_in import TOKEN, Proof

HEADER = Proof("header", "Authorization", f"Bearer {TOKEN}")
QUERY = Proof("query", "key", TOKEN)
COOKIE = Proof("cookie", "sid", TOKEN)
USER = Proof("user", "vertrag", TOKEN)


@pytest.mark.parametrize(
    ("proof", "seen"),
    [
        (HEADER, Request("GET", "/", "a=1", (("authorization", "Bearer t"),))),
        (QUERY, Request("GET", "/", "a=1&key=t", (("authorization", "old"),))),
        (COOKIE, Request("GET", "/", "a=1", (("authorization", "old"), ("cookie", "sid=t")))),
        (USER, Request("GET", "/", "a=1", (("authorization", "Basic dmVydHJhZzp0"),))),
    ],
    ids=lambda value: value.place if isinstance(value, Proof) else "",
)
def test_a_credential_stands_where_its_operation_looks_for_it(proof: Proof, seen: Request) -> None:
    asked = Request("GET", "/", "a=1", (("authorization", "old"),))
    made = opened(asked, [proof], "t")
    assert made == seen
    assert carries(made, [proof])


@pytest.mark.parametrize("proof", [HEADER, QUERY, COOKIE, USER], ids=lambda proof: proof.place)
def test_a_request_without_it_carries_none(proof: Proof) -> None:
    assert not carries(Request("GET", "/"), [proof])
