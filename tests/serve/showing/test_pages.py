import asyncio
import threading
from typing import Any

from starlette.types import Message

from vertrag.serve.showing.pages import SHOWN, Page, pages

GET = {"get": {"operationId": "op", "summary": "<b>bold</b>", "responses": {"200": {"description": ""}}}}


def test_every_document_is_served_below_its_base_path(make_mount: Any) -> None:
    mount = make_mount({"/x": GET}, base="/v1")
    assert b'"openapi":"3.0.3"' in pages([mount], "vertrag token")["/v1/openapi.json"].content


def test_the_first_page_names_every_operation_and_escapes_what_documents_say(make_mount: Any) -> None:
    page = pages([make_mount({"/x": GET}, base="/v1")], "vertrag token")["/"].content.decode()
    assert "<code>/v1/x</code>" in page
    assert "&lt;b&gt;bold" in page


def test_an_operation_is_never_hidden_by_a_page(make_mount: Any) -> None:
    assert set(pages([make_mount({"/": GET})], "vertrag token")) == {"/openapi.json", "/openapi.yaml"}


def test_a_path_of_the_document_shows_its_page_to_browsers_alone(ask: Any, make_mount: Any) -> None:
    mount = make_mount({"/": {"post": GET["get"]}})
    client, browser = (
        ask(mount, "GET", "/"),
        ask(mount, "GET", "/", headers={"accept": "text/html,*/*;q=0.8"}),
    )
    assert (client.status_code, client.headers["allow"]) == (405, "OPTIONS, POST")
    assert (browser.status_code, ask(mount, "TRACE", "/").status_code) == (200, 405)


def test_a_template_does_not_hide_the_served_document(make_mount: Any) -> None:
    assert "/openapi.json" in pages([make_mount({"/{name}": GET})], "vertrag token")


def test_a_page_answers_get_and_head_only(ask: Any, make_mount: Any) -> None:
    mount = make_mount({"/x": GET})
    assert [ask(mount, method, "/").status_code for method in ("GET", "HEAD", "POST")] == [200, 200, 404]


def test_a_page_says_that_its_data_is_made_up(ask: Any, make_mount: Any) -> None:
    assert ask(make_mount({"/x": GET}), "GET", "/").headers["x-synthetic-data"] == "true"


def test_a_long_document_shows_its_first_operations_and_links_to_the_rest(
    make_mount: Any,
) -> None:
    mount = make_mount({f"/x{number}": GET for number in range(1000)}, base="/v1")
    page = pages([mount], "t")["/"].content.decode()
    assert page.count("<pre>") == SHOWN
    assert '800 more: see <a href="/v1/openapi.json">' in page


def test_a_page_that_takes_its_time_stops_nobody_else() -> None:
    asked, bodies = threading.Event(), []

    async def send(message: Message) -> None:
        bodies.append(message.get("body"))

    async def others_go_on() -> None:
        asked.set()

    async def both() -> None:
        page = Page("text/plain", lambda _: str(asked.wait(20)).encode())
        await asyncio.gather(page.send(send), others_go_on())

    asyncio.run(both())
    assert bodies[-1] == b"True"


def test_below_a_session_pages_speak_of_the_paths_of_the_session(ask: Any, make_mount: Any) -> None:
    elsewhere = {"get": {**GET["get"], "servers": [{"url": "https://other.example/v2"}]}}
    mount = make_mount({"/x": GET, "/y": elsewhere}, base="/v1")
    tree = ask(mount, "GET", "/~s/v1/openapi.json").json()
    assert tree["servers"][0]["url"] == "/~s/v1"
    assert tree["paths"]["/y"]["get"]["servers"][0]["url"] == "/~s/v2"
    page = ask(mount, "GET", "/~s/").text
    assert '<a href="/~s/v1/ui/">' in page
    assert "<code>/~s/v1/x</code>" in page
    assert "mock.invalid/~s/v1/x" in page
    assert "/~s" not in ask(mount, "GET", "/").text


def test_a_name_that_no_session_can_have_is_not_shown(ask: Any, make_mount: Any) -> None:
    page = ask(make_mount({"/x": GET}), "GET", "/~$(touch%20x)/")
    assert "touch" not in page.text
