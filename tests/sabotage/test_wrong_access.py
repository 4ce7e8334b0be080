from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from vertrag.credentials import Authority
from vertrag.sabotage.wrong_access import WAYS

WRONG = "Bearer not.a.token"
STRANGER = Authority("the key of somebody else, which is long enough")


def gets(status: int, method: str = "GET", **headers: str) -> Callable[[Any], Awaitable[bool]]:
    """Whether the vault answers with a status."""

    async def probe(shop: Any) -> bool:
        return bool((await shop.ask(method, "/vault", **headers)).status_code == status)

    return probe


async def guest_gets_in(shop: Any) -> bool:
    guest = Authority("the key of the shop, which is long enough").issue("guest")
    return bool((await shop.ask("GET", "/vault", authorization=f"Bearer {guest}")).status_code == 200)


async def start_is_enough(shop: Any) -> bool:
    await shop.ask("GET", "/vault", authorization=f"Bearer {shop.token}")
    return bool(
        (await shop.ask("GET", "/vault", authorization=f"Bearer {shop.token[:40]}")).status_code == 200
    )


async def has_no_challenge(shop: Any) -> bool:
    return "www-authenticate" not in (await shop.ask("GET", "/vault")).headers


async def asks_for_digest(shop: Any) -> bool:
    return "Digest" in (await shop.ask("GET", "/vault")).headers["www-authenticate"]


async def good_is_refused(shop: Any) -> bool:
    return bool((await shop.ask("GET", "/vault", authorization=f"Bearer {shop.token}")).status_code == 401)


async def error_tells_it(shop: Any) -> bool:
    return "not.a.token" in (await shop.ask("GET", "/vault", authorization=WRONG)).text


async def header_tells_it(shop: Any) -> bool:
    answer = await shop.ask("GET", "/vault", authorization=f"Bearer {shop.token}")
    return shop.token in str(answer.headers)


PROBES = {
    "S601": gets(200),
    "S602": gets(200, authorization=f"Bearer {STRANGER.issue()}"),
    "S603": gets(204, "DELETE"),
    "S604": gets(204, "DELETE"),
    "S605": guest_gets_in,
    "S606": start_is_enough,
    "S607": has_no_challenge,
    "S608": asks_for_digest,
    "S609": gets(403),
    "S610": gets(404),
    "S611": gets(500),
    "S612": good_is_refused,
    "S613": error_tells_it,
    "S614": header_tells_it,
}


@pytest.mark.parametrize("code", [way.code for way in WAYS])
def test_the_door_is_as_wrong_as_it_says(code: str, prove: Callable[..., None]) -> None:
    prove(code, PROBES[code])
