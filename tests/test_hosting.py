from typing import Any

import httpx

from vertrag.hosting import hosted


async def hello(scope: Any, _: Any, send: Any) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": scope["path"].encode()})


def test_an_application_answers_until_the_context_ends() -> None:
    with hosted(hello) as url:
        assert httpx.get(f"{url}/there").text == "/there"
    try:
        httpx.get(url)
    except httpx.ConnectError:
        return
    raise AssertionError("it still answers")
