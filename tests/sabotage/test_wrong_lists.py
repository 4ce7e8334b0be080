from collections.abc import Callable
from typing import Any

import pytest

from vertrag.sabotage.wrong_lists import WAYS


async def listed(shop: Any, query: str = "") -> Any:
    return (await shop.ask("GET", f"/articles{query}")).json()


async def names(shop: Any, query: str = "") -> list[str]:
    return [row["name"] for row in (await listed(shop, query))["items"]]


async def stocked(shop: Any) -> None:
    for name, kind in (("c", "book"), ("a", "lamp"), ("b", "book")):
        await shop.create(name=f"{name} of the stock", kind=kind)


async def page_is_too_long(shop: Any) -> bool:
    return len((await listed(shop, "?limit=1"))["items"]) > 1


async def row_comes_twice(shop: Any) -> bool:
    keys = [row["id"] for row in (await listed(shop))["items"]]
    return len(keys) > len(set(keys))


async def row_falls_between_pages(shop: Any) -> bool:
    await stocked(shop)
    whole = await names(shop, "?limit=4")
    return [*await names(shop, "?limit=2"), *await names(shop, "?limit=2&offset=2")] != whole


async def pages_overlap(shop: Any) -> bool:
    await stocked(shop)
    return bool(set(await names(shop, "?limit=2")) & set(await names(shop, "?limit=2&offset=2")))


async def row_is_missing(shop: Any) -> bool:
    found = await listed(shop, "?limit=100")
    return bool(len(found["items"]) < found["total"])


async def total_is_of_the_page(shop: Any) -> bool:
    found = await listed(shop, "?limit=1")
    return bool(found["total"] == 1)


async def total_is_too_high(shop: Any) -> bool:
    found = await listed(shop, "?limit=100")
    return bool(found["total"] > len(found["items"]))


async def there_is_no_more(shop: Any) -> bool:
    return not (await listed(shop, "?limit=1"))["has_more"]


async def another_kind_is_there(shop: Any) -> bool:
    await stocked(shop)
    return any(row["kind"] != "book" for row in (await listed(shop, "?kind=book"))["items"])


async def a_book_is_lost(shop: Any) -> bool:
    await stocked(shop)
    found = await names(shop, "?kind=book&limit=100")
    return len([name for name in found if name.endswith("of the stock")]) < 2


async def is_not_in_order(shop: Any) -> bool:
    await stocked(shop)
    found = await names(shop, "?sort=name&limit=100")
    return found != sorted(found, key=str.casefold)


async def order_changes(shop: Any) -> bool:
    return await names(shop) != await names(shop)


async def differs_from_detail(shop: Any) -> bool:
    row = (await listed(shop))["items"][0]
    return bool((await shop.ask("GET", f"/articles/{row['id']}")).json() != row)


PROBES = {
    "S401": page_is_too_long,
    "S402": row_comes_twice,
    "S403": row_falls_between_pages,
    "S404": pages_overlap,
    "S405": pages_overlap,
    "S406": row_is_missing,
    "S407": total_is_of_the_page,
    "S408": total_is_too_high,
    "S409": there_is_no_more,
    "S410": another_kind_is_there,
    "S411": a_book_is_lost,
    "S412": is_not_in_order,
    "S413": is_not_in_order,
    "S414": order_changes,
    "S415": differs_from_detail,
}


@pytest.mark.parametrize("code", [way.code for way in WAYS])
def test_the_list_is_as_wrong_as_it_says(code: str, prove: Callable[..., None]) -> None:
    prove(code, PROBES[code])


@pytest.mark.parametrize("code", [way.code for way in WAYS])
def test_the_schema_of_a_list_holds_all_the_same(code: str, ask_shop: Callable[..., Any]) -> None:
    async def rules(shop: Any) -> Any:
        return shop.rules(await shop.ask("GET", "/articles?limit=2&offset=2&sort=name&kind=book"))

    assert ask_shop(rules, code) == set()


@pytest.mark.parametrize("code", ["S401", "S403", "S405", "S410", "S412"])
def test_a_list_that_is_asked_for_wrongly_is_refused_all_the_same(
    code: str, ask_shop: Callable[..., Any]
) -> None:
    async def status(shop: Any) -> Any:
        return (await shop.ask("GET", "/articles?limit=none&offset=-1")).status_code

    assert ask_shop(status, code) == 400


@pytest.mark.parametrize("code", [way.code for way in WAYS])
def test_what_is_no_list_is_done_once(code: str, ask_shop: Callable[..., Any]) -> None:
    session = f"{code}-once"

    async def deleted(shop: Any) -> Any:
        return (await shop.ask("DELETE", f"/articles/{(await shop.create())['id']}")).status_code

    async def left(shop: Any) -> Any:
        return (await listed(shop, "?limit=100"))["total"]

    before = ask_shop(left, name=session)
    assert ask_shop(deleted, code, name=session) == 204
    assert ask_shop(left, name=session) == before
