"""A token server that counts, and whose answers can be spoiled."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest


@dataclass
class TokenServer:
    """Gives the tokens in turn, and notes what it was asked with: the form, and the credentials of Basic."""

    url: str = ""
    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[tuple[dict[str, str], str]] = field(default_factory=list)

    def answer(self, form: str, authorization: str) -> tuple[int, Any]:
        basic = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        self.asked.append(({name: values[0] for name, values in parse_qs(form).items()}, basic))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Handler(BaseHTTPRequestHandler):
    tokens: TokenServer

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, answer = self.tokens.answer(form, self.headers.get("Authorization", ""))
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


@pytest.fixture
def token_server() -> Iterator[Callable[..., TokenServer]]:
    """Start one: token_server((200, {"access_token": "a"}), ...); the last answer is given for ever."""
    with ExitStack() as running:

        def start(*answers: tuple[int, Any]) -> TokenServer:
            tokens = TokenServer(answers=list(answers))
            handler = type("TokenHandler", (_Handler,), {"tokens": tokens})
            server = running.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
            running.callback(server.shutdown)
            tokens.url = f"http://127.0.0.1:{server.server_port}/token"
            loop = {"poll_interval": 0.02}
            threading.Thread(target=server.serve_forever, kwargs=loop, daemon=True).start()
            return tokens

        yield start
