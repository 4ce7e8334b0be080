from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from vertrag.sabotage.wrong_statuses import WAYS

GOOD = {"name": "Lampe", "kind": "lamp"}
MISSING, BAD = "/articles/7", {"name": 7}


def gets(
    method: str, path: str, status: int, body: Any = None, **headers: str
) -> Callable[[Any], Awaitable[bool]]:
    """Whether a request is answered with a status."""

    async def probe(shop: Any) -> bool:
        await shop.ask("DELETE", MISSING)
        answer = await shop.ask(method, path, body, **headers)
        return bool(answer.status_code == status)

    return probe


def gets_once_in(
    times: int, method: str, path: str, status: int, body: Any = None
) -> Callable[[Any], Awaitable[bool]]:
    """Whether some of many equal requests are answered with a status, and not all of them."""

    async def probe(shop: Any) -> bool:
        statuses = [(await shop.ask(method, path, body)).status_code for _ in range(times)]
        return 0 < statuses.count(status) < times

    return probe


async def has_no_such_tag(shop: Any) -> bool:
    return bool((await shop.ask("GET", "/tags?label=nobody has this")).status_code == 404)


PROBES = {
    "S101": gets("GET", "/articles", 202),
    "S102": gets("POST", "/articles", 200, GOOD),
    "S103": gets("GET", MISSING, 200),
    "S104": gets("GET", MISSING, 500),
    "S105": gets("POST", "/articles", 500, BAD),
    "S106": gets("POST", "/articles", 200, BAD),
    "S107": gets_once_in(8, "POST", "/articles", 400, GOOD),
    "S108": gets_once_in(8, "GET", "/articles", 503),
    "S109": gets("POST", "/articles", 500, {"name": "Gefäß", "kind": "vase"}),
    "S110": gets("POST", "/articles", 500, {"name": "L" * 65, "kind": "lamp"}),
    "S111": gets("GET", "/articles?limit=100", 400),
    "S112": gets("POST", "/articles", 201, b'{"name": "Lampe", "kind": "lamp"}', content_type="text/plain"),
    "S113": gets("GET", "/articles", 299),
    "S114": gets("GET", "/articles/8", 201),
    "S115": gets("DELETE", "/articles/8", 201),
    "S116": gets("PATCH", "/articles/8", 201, {"name": "Vase"}),
    "S117": gets("DELETE", "/articles/8", 200),
    "S118": gets("DELETE", "/articles/8", 501),
    "S119": has_no_such_tag,
}


@pytest.mark.parametrize("code", [way.code for way in WAYS])
def test_the_status_is_as_wrong_as_it_says(code: str, prove: Callable[..., None]) -> None:
    prove(code, PROBES[code])
