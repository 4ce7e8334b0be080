from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree, load
from vertrag.contract.second_opinion import SecondOpinion
from vertrag.errors import DocumentError
from vertrag.exchange import Request, Response

OPINION = SecondOpinion(load("enneo-mind"))
ASKED = Request("GET", "/ticket/376189/history", "limit=5")


@pytest.mark.parametrize(
    ("request_", "wrong"),
    [
        (ASKED, 0),
        (Request("GET", "/ticket/376189/history", "limit=0"), 1),
        (Request("GET", "/ticket/x/history"), 1),
    ],
)
def test_it_judges_requests_whatever_their_credentials(request_: Request, wrong: int) -> None:
    assert len(OPINION.on_request(request_) or ()) == wrong


def test_it_says_nothing_of_requests_in_styles_that_it_cannot_read() -> None:
    number = {"name": "n", "in": "path", "required": True, "schema": {"type": "integer"}, "style": "label"}
    shape = {"type": "object", "properties": {"filter": {"type": "object"}}}
    form = {"schema": shape, "encoding": {"filter": {"style": "deepObject"}}}
    body = {"content": {"multipart/form-data": form}}
    answers: dict[str, Any] = {"responses": {"200": {"description": ""}}}
    paths = {
        "/x/{n}": {"get": {"parameters": [number], **answers}},
        "/y": {"post": {"requestBody": body, **answers}},
    }
    info = {"title": "t", "version": "1"}
    opinion = SecondOpinion(from_tree({"openapi": "3.0.3", "info": info, "paths": paths}))
    part = b'--b\r\nContent-Disposition: form-data; name="filter"\r\n\r\n1\r\n--b--\r\n'
    sent = (("content-type", "multipart/form-data; boundary=b"),)
    assert opinion.on_request(Request("GET", "/x/.1")) is None
    assert opinion.on_request(Request("POST", "/y", "", sent, part)) is None


@pytest.mark.parametrize("place", ["path", "operation"])
def test_servers_of_paths_and_operations_keep_it_from_nothing(place: str) -> None:
    operation: dict[str, Any] = {"responses": {"200": {"description": ""}}}
    item: dict[str, Any] = {"get": operation}
    (item if place == "path" else operation)["servers"] = [{"url": "https://other.example.com/v2"}]
    info = {"title": "t", "version": "1"}
    opinion = SecondOpinion(from_tree({"openapi": "3.0.3", "info": info, "paths": {"/x": item}}))
    assert opinion.on_request(Request("GET", "/x")) == []


@pytest.mark.parametrize("name", ["Accept", "X-Tenant"])
def test_headers_that_are_no_parameters_are_asked_of_nobody(name: str) -> None:
    header = {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
    get = {"parameters": [header], "responses": {"200": {"description": ""}}}
    info = {"title": "t", "version": "1"}
    opinion = SecondOpinion(from_tree({"openapi": "3.0.3", "info": info, "paths": {"/x": {"get": get}}}))
    assert len(opinion.on_request(Request("GET", "/x")) or ()) == (name == "X-Tenant")


def test_it_says_nothing_of_lists_in_parts() -> None:
    shape = {"type": "object", "properties": {"tags": {"type": "array", "items": {"type": "string"}}}}
    body = {"required": True, "content": {"multipart/form-data": {"schema": shape}}}
    paths = {"/y": {"post": {"requestBody": body, "responses": {"200": {"description": ""}}}}}
    info = {"title": "t", "version": "1"}
    opinion = SecondOpinion(from_tree({"openapi": "3.0.3", "info": info, "paths": paths}))
    part = b'--b\r\nContent-Disposition: form-data; name="tags"\r\n\r\n0\r\n--b--\r\n'
    sent = (("content-type", "multipart/form-data; boundary=b"),)
    assert not opinion.on_request(Request("POST", "/y", "", sent, part))
    assert opinion.on_request(Request("POST", "/y", "", sent)) != []


@pytest.mark.parametrize(
    ("status", "media_type", "body", "word"),
    [
        (200, "application/json", b"{}", "required"),
        (200, "text/html", b"<p>", "text/html"),
        (418, "application/json", b"{}", "418"),
        (200, "application/json", b'"M\xf6hre"', "cannot be read"),
    ],
)
def test_it_says_what_is_wrong_with_a_response(status: int, media_type: str, body: bytes, word: str) -> None:
    assert word in str(OPINION.on_response(ASKED, Response(status, (("content-type", media_type),), body)))


def test_a_document_that_it_cannot_read_is_said() -> None:
    with pytest.raises(DocumentError, match="openapi-core cannot read it"):
        SecondOpinion(from_tree({"openapi": "3.9.0", "paths": {}}))


def test_it_says_nothing_of_paths_and_types_that_it_cannot_read() -> None:
    ratio = {"name": "ratio", "in": "query", "schema": {"enum": [0.5, 1.5]}}
    answers: dict[str, Any] = {"responses": {"200": {"description": ""}}}
    paths = {"/x#part": {"get": answers}, "/y": {"get": {"parameters": [ratio], **answers}}}
    info = {"title": "t", "version": "1"}
    opinion = SecondOpinion(from_tree({"openapi": "3.0.3", "info": info, "paths": paths}))
    assert opinion.on_request(Request("GET", "/x")) is None
    assert opinion.on_response(Request("GET", "/x"), Response(200)) is None
    assert opinion.on_request(Request("GET", "/y", "ratio=1.5")) is None


@pytest.mark.filterwarnings("ignore:Unsupported cookie style")
def test_it_says_nothing_of_lists_in_a_style_that_it_does_not_know() -> None:
    kinds = {"name": "kinds", "in": "cookie", "style": "cookie", "schema": {"type": "array", "maxItems": 1}}
    paths = {"/x": {"get": {"parameters": [kinds], "responses": {"200": {"description": ""}}}}}
    info = {"title": "t", "version": "1"}
    opinion = SecondOpinion(from_tree({"openapi": "3.2.0", "info": info, "paths": paths}))
    assert opinion.on_request(Request("GET", "/x", "", (("cookie", "kinds="),))) is None


@pytest.mark.parametrize(
    "media_type", ["text/event-stream", "application/problem+json", "application/xml", "application/yaml"]
)
def test_it_says_nothing_of_bodies_that_it_takes_for_bytes_or_elements(media_type: str) -> None:
    content = {media_type: {"schema": {"type": "string"}}}
    post = {
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    info = {"title": "t", "version": "1"}
    opinion = SecondOpinion(from_tree({"openapi": "3.0.3", "info": info, "paths": {"/x": {"post": post}}}))
    headers = (("content-type", f"{media_type}; charset=utf-8"),)
    assert opinion.on_request(Request("POST", "/x", "", headers, b"data")) is None
    assert opinion.on_response(Request("POST", "/x"), Response(200, headers, b"data")) is None
    assert opinion.on_response(Request("POST", "/x"), Response(418)) != []


def test_it_says_nothing_of_a_body_that_it_had_not_reckoned_with() -> None:
    form = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
    body = {"content": {"multipart/form-data": {"schema": form}}}
    post = {"requestBody": body, "responses": {"200": {"description": ""}}}
    info = {"title": "t", "version": "1"}
    opinion = SecondOpinion(from_tree({"openapi": "3.0.3", "info": info, "paths": {"/x": {"post": post}}}))
    sent = (("content-type", "multipart/form-data; boundary=b"),)
    assert opinion.on_request(Request("POST", "/x", "", sent, b"--b\r\n--b--\r\n")) is None
