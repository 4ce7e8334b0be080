import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from vertrag.contract.loading.sources import follow, locate, read, shipped_names
from vertrag.errors import DocumentError, UsageError


def test_an_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(DocumentError, match="does not exist") as error:
        locate("nowhere.yaml")
    assert all(name in error.value.hint for name in shipped_names())


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is a folder"):
        read(str(tmp_path))


def test_a_device_is_no_document() -> None:
    with pytest.raises(DocumentError, match="is no file"):
        read("/dev/zero")


@pytest.mark.parametrize("where", ["a\0b", "x" * 5000, ""])
def test_what_can_be_no_path_is_one_clear_error(where: str) -> None:
    with pytest.raises(DocumentError):
        read(where)


def test_a_file_knows_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a b.yaml"
    path.write_bytes(b"\xef\xbb\xbfopenapi: 3.0.3")
    source = read(str(path))
    assert (source.text, source.location) == ("openapi: 3.0.3", path.as_uri())


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/moved" else 200)
        self.send_header("Location", "/api.yaml")
        self.end_headers()
        self.wfile.write(b"openapi: 3.0.3")

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name in the standard library
        """Stay quiet."""


@pytest.fixture
def url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_url_is_fetched(url: str) -> None:
    assert read(f"{url}/api.yaml").text == "openapi: 3.0.3"


def test_a_url_that_is_not_permitted_is_not_fetched() -> None:
    def refuse(_: str) -> None:
        raise UsageError("not there")

    with pytest.raises(UsageError, match="not there"):
        read("http://192.0.2.1/api.yaml", permit=refuse)


def test_a_redirect_is_not_followed(url: str) -> None:
    with pytest.raises(DocumentError, match="it answers 302"):
        read(f"{url}/moved")


@pytest.mark.parametrize("url_", ["http://127.0.0.1:1/x", "http://", "http://a b/", "https://[::1/"])
def test_what_cannot_be_fetched_is_one_clear_error(url_: str) -> None:
    with pytest.raises(DocumentError, match="cannot fetch"):
        read(url_)


def test_a_reference_to_a_url_is_followed_only_where_that_is_allowed(url: str) -> None:
    assert follow(f"{url}/api.yaml", "file:///x.yaml", allow_remote=True).text == "openapi: 3.0.3"
    with pytest.raises(DocumentError, match="pass --allow-remote-refs"):
        follow(f"{url}/api.yaml", "file:///x.yaml", allow_remote=False)


@pytest.mark.parametrize("origin", ["https://api.example.com/api.yaml", ""])
def test_what_does_not_lie_here_may_not_refer_to_files(tmp_path: Path, origin: str) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("a: 1")
    with pytest.raises(DocumentError, match="leads out of"):
        follow(secret.as_uri(), origin, allow_remote=True)
    assert follow(secret.as_uri(), "file:///api.yaml", allow_remote=False).text == "a: 1"


@pytest.mark.parametrize("uri", ["file:///", "file:///nowhere/at/all", "file:///a%00b"])
def test_what_is_no_file_cannot_be_followed(uri: str) -> None:
    with pytest.raises(DocumentError, match=r"does not exist|cannot read"):
        follow(uri, "file:///x.yaml", allow_remote=False)


@pytest.mark.parametrize("url", ["http://a..localhost:1/x", "http://localhost:1/\x01"])
def test_an_address_that_cannot_be_asked_is_said(url: str) -> None:
    with pytest.raises(DocumentError, match="cannot fetch"):
        read(url)
