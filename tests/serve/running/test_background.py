import socket
from pathlib import Path

import httpx
import pytest

from vertrag.config import ServeSettings
from vertrag.serve.running.background import served

ZOO = str(Path(__file__).parents[1] / "resources" / "zoo.yaml")


def test_a_mock_answers_below_its_base_path_until_it_is_not_needed() -> None:
    with served(ServeSettings(documents=(ZOO,), port=0)) as url:
        assert url.endswith("/api")
        assert httpx.get(f"{url}/animals", timeout=60).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/animals")


def test_a_mock_in_the_background_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with served(ServeSettings(documents=(ZOO,), port=0)) as url:
        host, port = url.removeprefix("http://").removesuffix("/api").split(":")
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            connection.sendall(b"no request\r\n\r\n")
            assert connection.recv(64).startswith(b"HTTP/1.1 400")
    assert caplog.records == []
