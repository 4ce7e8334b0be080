import socket
import subprocess
from typing import Any

import httpx
import pytest

from vertrag.errors import UsageError
from vertrag.serve.running.server import listen, token_command

KEY = "a key for the tests of the server"


def test_a_port_in_use_is_said_with_a_way_out() -> None:
    with listen("127.0.0.1", 0) as taken:
        taken.listen()
        with pytest.raises(UsageError, match="cannot listen on 127") as error:
            listen("127.0.0.1", taken.getsockname()[1])
    assert "--port" in error.value.hint


def test_a_host_that_is_not_ours_is_said() -> None:
    with pytest.raises(UsageError, match="cannot listen on 192"):
        listen("192.0.2.1", 80)


def test_the_command_for_a_token_is_one_that_the_caller_can_run(running_mock: Any) -> None:
    command = f"{token_command()} --role guest"
    printed = subprocess.run(
        ["/bin/sh", "-c", command], env=running_mock.environ, capture_output=True, text=True, check=True
    )
    assert printed.stdout.count(".") == 2


def test_the_served_mock_answers_over_a_socket(running_mock: Any) -> None:
    headers = {"Authorization": f"Bearer {running_mock.authority.issue()}"}
    response = httpx.get(f"{running_mock.origin}/api/mind/ticket/376189/history", headers=headers)
    assert response.status_code == 200
    assert response.json()["success"] is True


HOSTILE = [
    b"\x00\x01\x02\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /api/mind/ticket/\xe2\x82\xac HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /api/mind/ticket/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /api/mind/ticket/%ff%zz HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /api/mind/ticket/1?limit=%ff&=&&a=\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET //////// HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://elsewhere/api/mind/ticket/1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"BREW /api/mind/ticket/1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /api/mind/ticket/1 HTTP/1.1\r\nHost: x\r\nAuthorization: \xff\xfe\r\n\r\n",
    b"GET /api/mind/ticket/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xc3\xa9.\xc3\xa9.\xc3\xa9\r\n\r\n",
    b"GET /api/mind/ticket/1 HTTP/1.1\r\nHost: x\r\nCookie: connect.sid=%FF\r\n\r\n",
    b"POST /socialboards/token HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\xff\xfe\xfd",
    b"POST /socialboards/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    (
        b"POST /socialboards/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 9\r\n\r\na=%ff&b=\xff"
    ),
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
]


@pytest.mark.parametrize("content", HOSTILE, ids=lambda content: ascii(content[:40]))
def test_any_bytes_get_an_answer_that_is_no_server_error(running_mock: Any, content: bytes) -> None:
    host, port = running_mock.origin.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(content)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(65_536)
    assert answer == b"" or answer.split()[1][:1] in (b"2", b"4")
