"""A small ticket server that keeps its document, and breaks it on request, over real sockets."""

import json
import re
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from vertrag.fuzz.events import Event, RunFinished
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.run import fuzz

TOKEN = "right-token-4711"

FLAWS = {
    "undocumented status": "GET /health",
    "schema drift": "GET /tickets",
    "crash at the limit": "GET /tickets",
    "wrong content type": "GET /tickets/{ticketId}",
    "required field ignored": "POST /tickets",
}
"""Each planted violation and the operation where it shows."""

Answer = tuple[int, Any, dict[str, str]]


class Silence(Exception):  # noqa: N818 - what the client gets
    """The server closes the connection without an answer."""


class Death(Exception):  # noqa: N818 - what happens to the server
    """The server stops listening."""


@dataclass
class TicketServer:
    """A running server: its address, its planted flaws and the requests that arrived.

    A token is good for so many `uses`; the next one is to be had at /token.
    """

    url: str
    token: str = TOKEN
    flaws: frozenset[str] = frozenset()
    lifetime: int = 1_000_000
    uses: int = 1_000_000
    elsewhere: str = ""
    drafts: set[int] = field(default_factory=set)
    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)
    used: list[str] = field(default_factory=list)

    def answer(self, method: str, target: str, headers: Any, body: bytes) -> Answer:
        self.seen.append((method, target))
        if len(self.seen) > self.lifetime:
            raise Death
        parts = urlsplit(target)
        if parts.path == "/token":
            return 200, {"access_token": self.token, "token_type": "Bearer"}, {}
        if parts.path == "/api/health":
            echo = {
                "up": True,
                "you": headers.get("Authorization"),
                "crumb": headers.get("Cookie"),
            }  # as careless servers do
            status = 418 if "teapot" in self.flaws else 203 if "undocumented status" in self.flaws else 200
            return self.only({"GET"}, method) or (status, echo, {})
        if parts.path == "/api/customers":  # all but those in Bremen
            crashes = parse_qs(parts.query).get("plz") == ["28195"]
            return self.only({"GET"}, method) or (problem(500) if crashes else (200, [], {}))
        if parts.path.startswith("/api/drafts"):
            return self.draft(method, parts.path.removeprefix("/api/drafts"))
        if headers.get("Authorization") != f"Bearer {self.token}":
            return problem(401, **{"WWW-Authenticate": "Bearer"})
        self.used.append(self.token)
        if self.used.count(self.token) >= self.uses:
            self.token = f"token-number-{len(self.used)}"
        if parts.path == "/api/tickets":
            refusal = self.only({"GET", "POST"}, method)
            return refusal or (self.create(headers, body) if method == "POST" else self.list(parts.query))
        if match := re.fullmatch("/api/tickets/([^/]+)", parts.path):
            return self.only({"GET"}, method) or self.read(match[1])
        return problem(404)

    def only(self, methods: set[str], method: str) -> Answer | None:
        return None if method in methods else problem(405, Allow=", ".join(sorted(methods)))

    def list(self, query: str) -> Answer:
        limits = parse_qs(query, keep_blank_values=True).get("limit", ["10"])
        if not all(re.fullmatch("[1-9][0-9]?", limit) and int(limit) <= 50 for limit in limits):
            return problem(400)
        if "crash at the limit" in self.flaws and limits == ["50"]:
            return problem(500)
        if "silence at the limit" in self.flaws and limits == ["50"]:
            raise Silence
        if self.elsewhere:
            return problem(302, Location=self.elsewhere)
        status = "lost" if "schema drift" in self.flaws else "open"
        rows = [{"id": 7, "subject": "Zählerstand", "status": "open"}, *self.tickets.values()]
        return 200, [{**row, "status": status} for row in rows[: int(limits[0])]], {}

    def create(self, headers: Any, body: bytes) -> Answer:
        if headers.get("Content-Type", "").split(";")[0] != "application/json":
            return problem(415)
        try:
            draft = json.loads(body)
        except ValueError:
            return problem(400)
        if "nothing accepted" in self.flaws or not self.is_draft(draft):
            return problem(400)
        number = 100 + len(self.tickets)
        self.tickets[number] = {"id": number, "subject": draft.get("subject", ""), "status": "open"}
        return 201, self.tickets[number], {}

    def is_draft(self, draft: Any) -> bool:
        if not isinstance(draft, dict) or not draft.keys() <= {"subject", "urgent"}:
            return False
        subject = draft.get("subject", "none" if "required field ignored" in self.flaws else None)
        return (
            isinstance(subject, str)
            and 1 <= len(subject) <= 40
            and isinstance(draft.get("urgent", True), bool)
        )

    def draft(self, method: str, path: str) -> Answer:
        if not path:
            if method == "POST":
                self.drafts.add(len(self.seen))
            return self.only({"POST"}, method) or (201, {"id": len(self.seen)}, {})
        if not re.fullmatch("/[1-9][0-9]{0,4}", path):
            return problem(400)
        if int(path[1:]) not in self.drafts and "any draft answers" not in self.flaws:
            return self.only({"GET", "DELETE"}, method) or problem(404)
        if method == "DELETE" and "deleted drafts stay" not in self.flaws:
            self.drafts.discard(int(path[1:]))
        return self.only({"GET", "DELETE"}, method) or (200, {"id": int(path[1:])}, {})

    def read(self, identifier: str) -> Answer:
        if not re.fullmatch("[1-9][0-9]{0,2}", identifier):
            return problem(400)
        if len(identifier) > 1 and int(identifier) not in self.tickets:
            return problem(404)
        invented = {"id": int(identifier), "subject": "Zählerstand", "status": "open"}
        ticket = self.tickets.get(int(identifier), invented)
        headers = {"Content-Type": "text/plain"} if "wrong content type" in self.flaws else {}
        return 200, ticket, headers


def problem(status: int, **headers: str) -> Answer:
    return status, {"error": f"refused with {status}"}, headers


class Handler(BaseHTTPRequestHandler):
    """Gives each request, whatever its method, to the ticket server."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: two would wait for the client's delayed acknowledgement
    tickets: TicketServer

    def __getattr__(self, name: str) -> Callable[[], None]:
        if not name.startswith("do_"):
            raise AttributeError(name)
        return self.reply

    def reply(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.close_connection = True
        try:
            status, answer, headers = self.tickets.answer(self.command, self.path, self.headers, body)
        except Silence:
            return
        except Death:
            assert isinstance(self.server, ThreadingHTTPServer)
            self.server.socket.close()
            return
        self.close_connection = False
        content = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


@contextmanager
def serving(**settings: Any) -> Iterator[TicketServer]:
    tickets = TicketServer("", **settings)
    handler = type("TicketHandler", (Handler,), {"tickets": tickets})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        tickets.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield tickets
        server.shutdown()


@pytest.fixture
def serve() -> Iterator[Callable[..., TicketServer]]:
    """Start a ticket server: serve(), serve(flaws=...), serve(token=...)."""
    with ExitStack() as running:
        yield lambda **settings: running.enter_context(serving(**settings))


@pytest.fixture(scope="session")
def document() -> str:
    """The document that the ticket server keeps."""
    return str(Path(__file__).parent / "tickets.yaml")


@dataclass(frozen=True)
class Pasted:
    """What a pasted command asks curl to send."""

    arguments: list[str]
    stdin: bytes

    @property
    def url(self) -> str:
        return self.arguments[-1]

    @property
    def headers(self) -> dict[str, str]:
        lines = self.after("-H")
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines) if value}

    @property
    def body(self) -> bytes:
        raw = self.after("--data-raw")
        return raw[0].encode("latin-1") if raw else self.stdin

    @property
    def method(self) -> str:
        named = self.after("-X")
        return named[0] if named else ("POST" if self.body else "GET")

    def after(self, switch: str) -> list[str]:
        pairs = zip(self.arguments, self.arguments[1:], strict=False)
        return [value for name, value in pairs if name == switch]

    def send(self) -> tuple[int, str, bytes]:
        """Send it for real: status, media type and body of the answer."""
        parts = urlsplit(self.url)
        connection = HTTPConnection(parts.netloc, timeout=5)
        connection.request(self.method, self.url.partition(parts.netloc)[2], self.body, self.headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, response.headers.get_content_type(), content


@pytest.fixture
def paste(tmp_path: Path) -> Callable[..., Pasted]:
    """Run a command in a shell whose `curl` only notes what it was asked: paste(command, NAME=value)."""
    noted = tmp_path / "noted"
    fake = tmp_path / "curl"
    fake.write_text(f'#!/bin/sh\nprintf "%s\\0" "$@" > {noted}\ncat > {noted}.stdin\n')
    fake.chmod(0o755)

    def run(command: str, **variables: str) -> Pasted:
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", **variables}
        subprocess.run(["/bin/sh", "-c", command], env=environment, stdin=subprocess.DEVNULL, check=True)
        arguments = noted.read_bytes().decode("latin-1").split("\0")[:-1]
        return Pasted(arguments, Path(f"{noted}.stdin").read_bytes())

    return run


@pytest.fixture(scope="session")
def options(document: str) -> Callable[..., FuzzOptions]:
    """A short run against a server: options(server, ...)."""

    def build(server: TicketServer, **changes: Any) -> FuzzOptions:
        header = f"Authorization: Bearer {TOKEN}"
        short = FuzzOptions(document, server.url, (header,), seed=1, max_examples=3)
        return replace(short, **changes)

    return build


@pytest.fixture
def dead_url() -> str:
    """An address where nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@dataclass(frozen=True)
class Run:
    """A server, what it was asked, and all that the run told about it."""

    server: TicketServer
    options: FuzzOptions
    events: list[Event]

    @property
    def result(self) -> RunFinished:
        result = self.events[-1]
        assert isinstance(result, RunFinished)
        return result


@pytest.fixture(scope="session")
def clean_run(options: Callable[..., FuzzOptions]) -> Iterator[Run]:
    """One run, with writes, against a server that keeps its document."""
    with serving() as server:
        asked = options(server, allow_writes=True)
        yield Run(server, asked, list(fuzz(asked)))


@pytest.fixture(scope="session")
def broken_run(options: Callable[..., FuzzOptions]) -> Iterator[Run]:
    """One run, with writes, against a server with all planted flaws."""
    with serving(flaws=frozenset(FLAWS)) as server:
        asked = options(server, allow_writes=True)
        yield Run(server, asked, list(fuzz(asked)))
