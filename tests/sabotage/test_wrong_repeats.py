from collections.abc import Callable
from typing import Any

import pytest

from vertrag.sabotage.wrong_repeats import WAYS

LAMP, VASE = {"name": "Lampe", "kind": "lamp"}, {"name": "Vase", "kind": "vase"}


async def key_is_ignored(shop: Any) -> bool:
    first = await shop.ask("POST", "/articles", LAMP, idempotency_key="k")
    second = await shop.ask("POST", "/articles", LAMP, idempotency_key="k")
    return bool(first.json()["id"] != second.json()["id"])


async def other_state_is_changed(shop: Any) -> bool:
    path = f"/articles/{(await shop.create())['id']}"
    return bool((await shop.ask("PUT", path, VASE, if_match='"another"')).status_code == 200)


async def row_is_sent_again(shop: Any) -> bool:
    tag = (await shop.ask("GET", "/articles/8")).headers["etag"]
    return bool((await shop.ask("GET", "/articles/8", if_none_match=tag)).status_code == 200)


async def statuses_of_two(shop: Any, method: str, body: Any = None) -> tuple[int, int]:
    path = f"/articles/{(await shop.create())['id']}"
    first, second = await shop.ask(method, path, body), await shop.ask(method, path, body)
    return first.status_code, second.status_code


async def second_put_conflicts(shop: Any) -> bool:
    return await statuses_of_two(shop, "PUT", VASE) == (200, 409)


async def put_creates(shop: Any) -> bool:
    return await statuses_of_two(shop, "PUT", VASE) == (201, 201)


async def second_deletion_crashes(shop: Any) -> bool:
    return await statuses_of_two(shop, "DELETE") == (204, 500)


async def head_is_missing(shop: Any) -> bool:
    return bool((await shop.ask("HEAD", "/articles/8")).status_code == 404)


async def is_not_modified(shop: Any) -> bool:
    return 304 in await statuses_of_two(shop, "GET")


PROBES = {
    "S701": key_is_ignored,
    "S702": other_state_is_changed,
    "S703": row_is_sent_again,
    "S704": second_put_conflicts,
    "S705": put_creates,
    "S706": second_deletion_crashes,
    "S707": head_is_missing,
    "S708": is_not_modified,
}


@pytest.mark.parametrize("code", [way.code for way in WAYS])
def test_repetition_is_as_wrong_as_it_says(code: str, prove: Callable[..., None]) -> None:
    prove(code, PROBES[code])
