from collections.abc import Callable
from typing import Any

import pytest

from vertrag.sabotage.wrong_rows import WAYS


async def read_back(shop: Any, **members: Any) -> dict[str, Any]:
    row = await shop.create(**members)
    found: dict[str, Any] = (await shop.ask("GET", f"/articles/{row['id']}")).json()
    return found


async def note_is_dropped(shop: Any) -> bool:
    return (await read_back(shop, note="in the window")).get("note") != "in the window"


async def name_is_in_lower_case(shop: Any) -> bool:
    return bool((await read_back(shop, name="LAMPE"))["name"] == "lampe")


async def name_is_cut(shop: Any) -> bool:
    return bool((await read_back(shop, name="eine lange Lampe"))["name"] == "eine lange L")


async def note_stays(shop: Any) -> bool:
    row = await shop.create(note="in the window")
    answer = await shop.ask("PUT", f"/articles/{row['id']}", {"name": "Vase", "kind": "vase"})
    return bool(answer.json().get("note") == "in the window")


async def old_row_is_answered(shop: Any) -> bool:
    row = await shop.create()
    answer = await shop.ask("PUT", f"/articles/{row['id']}", {"name": "Vase", "kind": "vase"})
    return bool(answer.json()["name"] == "Lampe")


async def key_is_the_first_ones(shop: Any) -> bool:
    gone = await shop.create()
    await shop.ask("DELETE", f"/articles/{gone['id']}")
    return bool((await shop.create())["id"] == (await shop.create())["id"])


async def key_is_another(shop: Any) -> bool:
    return bool((await shop.ask("GET", "/articles/8")).json()["id"] != 8)


async def is_never_the_same(shop: Any) -> bool:
    first, second = await shop.ask("GET", "/articles/8"), await shop.ask("GET", "/articles/8")
    return bool(first.json() != second.json() and shop.rules(second) == set())


PROBES = {
    "S512": note_is_dropped,
    "S513": name_is_in_lower_case,
    "S514": name_is_cut,
    "S515": note_stays,
    "S516": old_row_is_answered,
    "S518": key_is_the_first_ones,
    "S519": key_is_another,
    "S520": is_never_the_same,
}


@pytest.mark.parametrize("code", [way.code for way in WAYS])
def test_the_row_is_as_wrong_as_it_says(code: str, prove: Callable[..., None]) -> None:
    prove(code, PROBES[code])


@pytest.mark.parametrize("code", ["S512", "S513", "S514"])
def test_a_row_that_is_not_taken_is_refused_all_the_same(code: str, ask_shop: Callable[..., Any]) -> None:
    async def status(shop: Any) -> Any:
        return (await shop.ask("POST", "/articles", {"name": "L" * 300, "kind": "LAMP"})).status_code

    assert ask_shop(status, code) == 400


def test_a_row_has_the_key_of_no_row_of_another_kind(ask_shop: Callable[..., Any]) -> None:
    async def keys(shop: Any) -> Any:
        tag = (await shop.ask("POST", "/tags", {"label": "neu"})).json()
        gone = await shop.create()
        await shop.ask("DELETE", f"/articles/{gone['id']}")
        return tag["id"], (await shop.create())["id"]

    assert ask_shop(keys, "S518", name="S518-kinds") == ask_shop(keys, name="kinds")
