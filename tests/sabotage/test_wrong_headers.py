from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from vertrag.sabotage.wrong_headers import WAYS

GOOD = {"name": "Lampe", "kind": "lamp"}


def answers(
    sees: Callable[[Any], bool], method: str, path: str, body: Any = None
) -> Callable[[Any], Awaitable[bool]]:
    """Whether an answer is like that."""

    async def probe(shop: Any) -> bool:
        return sees(await shop.ask(method, path, body))

    return probe


def breaks(rule: str, method: str, path: str, body: Any = None) -> Callable[[Any], Awaitable[bool]]:
    """Whether the judge sees that an answer breaks a rule."""

    async def probe(shop: Any) -> bool:
        return rule in shop.rules(await shop.ask(method, path, body))

    return probe


async def leads_nowhere(shop: Any) -> bool:
    created = await shop.ask("POST", "/articles", GOOD)
    return bool((await shop.ask("GET", created.headers["location"])).status_code >= 400)


async def keeps_its_tag(shop: Any) -> bool:
    row = await shop.create()
    before = await shop.ask("GET", f"/articles/{row['id']}")
    await shop.ask("PUT", f"/articles/{row['id']}", {"name": "Vase", "kind": "vase"})
    after = await shop.ask("GET", f"/articles/{row['id']}")
    return bool(before.headers["etag"] == after.headers["etag"])


BAD = {"name": 7}
PROBES = {
    "S201": answers(lambda answer: "content-type" not in answer.headers, "GET", "/articles"),
    "S202": breaks("content", "GET", "/articles"),
    "S203": breaks("content", "GET", "/articles"),
    "S204": breaks("malformed", "GET", "/articles"),
    "S205": breaks("type", "GET", "/articles"),
    "S206": breaks("required", "GET", "/articles"),
    "S207": breaks("type", "GET", "/articles"),
    "S208": leads_nowhere,
    "S209": answers(lambda answer: "location" not in answer.headers, "POST", "/articles", GOOD),
    "S210": breaks("content", "POST", "/articles", BAD),
    "S211": answers(lambda answer: answer.json()["status"] != answer.status_code, "POST", "/articles", BAD),
    "S212": answers(lambda answer: "Traceback" in answer.text, "POST", "/articles", BAD),
    "S213": keeps_its_tag,
    "S214": breaks("required", "POST", "/articles", BAD),
}


@pytest.mark.parametrize("code", [way.code for way in WAYS])
def test_the_answer_is_as_wrong_as_it_says(code: str, prove: Callable[..., None]) -> None:
    prove(code, PROBES[code])
