from collections.abc import Callable
from typing import Any

import httpx
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.serve.mounts import Mount

_PET = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
_FILE = {"type": "string", "format": "binary"}
_PNG = b"\x89PNG\r\n\x1a\n\x00\xff"
PHOTO = "/pets/7/photo"


def _content(*media_types: str, schema: Any = _FILE) -> dict[str, Any]:
    return {"content": {name: {"schema": schema} for name in media_types}}


def _tree(taken: Any, given: Any) -> dict[str, Any]:
    """Pets, each with a photo that is put, read and deleted."""
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    pet = {"description": "it", "content": {"application/json": {"schema": _PET}}}
    done = {"204": {"description": "done"}}
    return {
        "openapi": "3.1.0",
        "paths": {
            "/pets/{id}": {
                "parameters": [key],
                "get": {"responses": {"200": pet}},
                "delete": {"responses": done},
            },
            "/pets/{id}/photo": {
                "parameters": [key],
                "get": {"responses": {"200": {"description": "it", **given}}},
                "put": {"requestBody": {"required": True, **taken}, "responses": done},
                "delete": {"responses": done},
            },
        },
    }


IMAGES = _content("image/png", "image/jpeg")
Asked = Callable[..., list[httpx.Response]]


@pytest.fixture
def ask(ask_all: Callable[..., list[httpx.Response]]) -> Asked:
    def ask(requests: list[Any], taken: Any = IMAGES, given: Any = IMAGES) -> list[httpx.Response]:
        return ask_all(Mount(compile_contract(from_tree(_tree(taken, given)))), requests)

    return ask


def put(content: bytes, media_type: str = "image/jpeg", path: str = PHOTO) -> Any:
    return "PUT", path, {"content": content, "headers": {"content-type": media_type}}


def test_a_file_comes_back_as_it_was_put(ask: Asked) -> None:
    _, first, again, second, other = ask(
        [put(b"old"), ("GET", PHOTO), put(_PNG), ("GET", PHOTO), ("GET", "/pets/8/photo")]
    )
    assert again.status_code == 204
    assert (first.content, second.content) == (b"old", _PNG)
    assert other.content not in (b"old", _PNG)


def test_a_file_has_the_media_type_that_it_was_sent_with(ask: Asked) -> None:
    _, found, liked = ask([put(_PNG), ("GET", PHOTO), ("GET", PHOTO, {"headers": {"accept": "image/png"}})])
    assert (found.headers["content-type"], found.content) == ("image/jpeg", _PNG)
    assert liked.headers["content-type"] == "image/png"


def test_a_text_comes_back_in_utf_8(ask: Asked) -> None:
    text = _content("text/plain", schema={"type": "string"})
    sent = "Zähler".encode("latin-1")
    _, found = ask([put(sent, "text/plain; charset=latin-1"), ("GET", PHOTO)], text, text)
    assert found.text == "Zähler"
    assert found.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_deleted_file_and_one_of_a_deleted_row_are_gone(ask: Asked) -> None:
    answers = ask(
        [put(_PNG), ("DELETE", PHOTO), ("GET", PHOTO), ("DELETE", PHOTO), put(_PNG), ("GET", PHOTO)]
    )
    assert [answer.status_code for answer in answers] == [204, 204, 404, 404, 204, 200]
    answers = ask([put(_PNG), ("DELETE", "/pets/7"), ("GET", PHOTO)])
    assert [answer.status_code for answer in answers] == [204, 204, 404]


def test_what_the_document_does_not_let_a_read_show_is_left_to_it(ask: Asked) -> None:
    short = _content("image/jpeg", schema={"type": "string", "maxLength": 3})
    _, found = ask([put(_PNG), ("GET", PHOTO)], given=short)
    assert (found.status_code, found.content == _PNG) == (200, False)
    pdf = _content("application/pdf")
    _, found = ask([put(_PNG), ("GET", PHOTO)], given=pdf)
    assert found.headers["content-type"] == "application/pdf"


def test_what_is_described_as_json_is_no_file(ask: Asked) -> None:
    _, found = ask([put(_PNG), ("GET", PHOTO)], given=_content("application/json", schema=_PET))
    assert found.json()["id"] is not None


@pytest.mark.parametrize(
    ("media_type", "content"),
    [("application/json", '"€"'.encode()), ("text/plain; charset=unicode_escape", rb"\ud800")],
)
def test_what_is_no_file_or_no_text_of_utf_8_fails_nobody(
    ask: Asked, media_type: str, content: bytes
) -> None:
    text = {"schema": {"type": "string"}}
    taken = {"content": {"application/json": text, "text/plain": text, "image/png": {"schema": _FILE}}}
    put_it, found = ask(
        [put(content, media_type), ("GET", PHOTO)], taken, _content("text/plain", "image/png")
    )
    assert (put_it.status_code, found.status_code) == (204, 200)
