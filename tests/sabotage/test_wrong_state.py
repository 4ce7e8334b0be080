from collections.abc import Callable
from typing import Any

import pytest

from vertrag.sabotage.wrong_state import WAYS

VASE = {"name": "Vase", "kind": "vase"}


async def path_of(shop: Any, **members: Any) -> str:
    return f"/articles/{(await shop.create(**members))['id']}"


async def keys(shop: Any) -> list[int]:
    return [row["id"] for row in (await shop.ask("GET", "/articles?limit=100")).json()["items"]]


async def creation_is_lost(shop: Any) -> bool:
    created = await shop.ask("POST", "/articles", {"name": "Lampe", "kind": "lamp"})
    row = await shop.ask("GET", created.headers["location"])
    return bool(created.status_code == 201 and row.json().get("name") != "Lampe")


async def change_is_lost(shop: Any) -> bool:
    path = await path_of(shop)
    await shop.ask("PUT", path, VASE)
    return bool((await shop.ask("GET", path)).json()["name"] == "Lampe")


async def row_stays(shop: Any) -> bool:
    path = await path_of(shop)
    await shop.ask("GET", path)
    await shop.ask("DELETE", path)
    return bool((await shop.ask("GET", path)).status_code == 200)


async def every_second_is_lost(shop: Any) -> bool:
    names = {f"number {number}" for number in range(4)}
    for name in sorted(names):
        await shop.create(name=name)
    shown = (await shop.ask("GET", "/articles?limit=100")).json()["items"]
    return len(names & {row["name"] for row in shown}) == 2


async def row_comes_back(shop: Any) -> bool:
    path = await path_of(shop)
    await shop.ask("DELETE", path)
    first, second = await shop.ask("GET", path), await shop.ask("GET", path)
    return bool((first.status_code, second.status_code) == (404, 200))


async def is_listed_after_deletion(shop: Any) -> bool:
    row = await shop.create()
    await shop.ask("DELETE", f"/articles/{row['id']}")
    return row["id"] in await keys(shop)


async def is_not_listed(shop: Any) -> bool:
    row = await shop.create()
    return row["id"] not in await keys(shop)


async def cannot_be_read(shop: Any) -> bool:
    return bool((await shop.ask("GET", await path_of(shop))).status_code == 404)


async def is_read_as_it_was(shop: Any) -> bool:
    path = await path_of(shop)
    before = await shop.ask("GET", path)
    await shop.ask("PUT", path, VASE)
    return bool((await shop.ask("GET", path)).json() == before.json())


async def is_listed_as_it_was(shop: Any) -> bool:
    before = await keys(shop)
    await shop.create()
    return await keys(shop) == before


async def is_there_twice(shop: Any) -> bool:
    before = len(await keys(shop))
    await shop.create()
    return len(await keys(shop)) == before + 2


async def second_read_misses(shop: Any) -> bool:
    path = await path_of(shop)
    first, second = await shop.ask("GET", path), await shop.ask("GET", path)
    return bool((first.status_code, second.status_code) == (200, 404))


async def is_gone_after_refusal(shop: Any) -> bool:
    path = await path_of(shop)
    refused = await shop.ask("PUT", path, {"name": 7})
    return bool(refused.status_code == 400 and (await shop.ask("GET", path)).status_code == 404)


async def refusal_leaves_a_row(shop: Any) -> bool:
    await shop.create()
    before = len(await keys(shop))
    refused = await shop.ask("POST", "/articles", {"name": 7})
    return bool(refused.status_code == 400 and len(await keys(shop)) > before)


async def neighbour_is_gone(shop: Any) -> bool:
    stays, goes = await path_of(shop), await path_of(shop)
    await shop.ask("DELETE", goes)
    return bool((await shop.ask("GET", stays)).status_code == 404)


async def others_see_it(shop: Any) -> bool:
    row = await shop.create()
    others = await shop.ask("GET", "/articles?limit=100", x_vertrag_session="others")
    return row["id"] in [each["id"] for each in others.json()["items"]]


PROBES = {
    "S501": creation_is_lost,
    "S502": change_is_lost,
    "S503": row_stays,
    "S504": every_second_is_lost,
    "S505": row_stays,
    "S506": row_comes_back,
    "S507": is_listed_after_deletion,
    "S508": is_not_listed,
    "S509": cannot_be_read,
    "S510": is_read_as_it_was,
    "S511": is_listed_as_it_was,
    "S517": is_there_twice,
    "S521": second_read_misses,
    "S522": is_gone_after_refusal,
    "S523": refusal_leaves_a_row,
    "S524": neighbour_is_gone,
    "S525": others_see_it,
}


@pytest.mark.parametrize("code", [way.code for way in WAYS])
def test_the_state_is_as_wrong_as_it_says(code: str, prove: Callable[..., None]) -> None:
    prove(code, PROBES[code])
