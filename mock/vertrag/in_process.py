"""A mock in the process of its caller: no socket, no port, the same answers."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields
from pathlib import Path
from threading import Lock
from typing import Any

import anyio
import httpx

from vertrag.config import ServeSettings
from vertrag.credentials import Authority
from vertrag.errors import UsageError
from vertrag.journal import Journal, Question
from vertrag.serve.app import build
from vertrag.serve.mounts import Mount
from vertrag.serve.running.preparation import control, prepare
from vertrag.serve.sending import Dropped
from vertrag.serve.session_names import ALLOWED, HEADER, is_name
from vertrag.state.sessions import SHARED, Sessions

ORIGIN = "http://mock.invalid"  # RFC 2606 §2: nobody is ever there


class Mock:
    """Serves documents to clients in this process: `with Mock("api.yaml") as mock: mock.client()`.

    Takes the settings of `vertrag serve` by name (`seed=7`, `auth="off"`, `handlers="my_api.py"`). `app` is
    the ASGI application, `base_url` what the paths of the first document are below.
    """

    def __init__(self, *documents: str | Path, **settings: Any) -> None:
        known = {field.name for field in fields(ServeSettings)}
        if unknown := sorted(settings.keys() - known):
            raise UsageError(
                f"a mock has no setting {unknown[0]!r}", hint=f"it has {', '.join(sorted(known))}"
            )
        self.settings = ServeSettings(**{"documents": tuple(map(str, documents)), **settings})
        self._open = ExitStack()
        self._transport: Transport | None = None

    @classmethod
    def from_settings(cls, settings: ServeSettings, documents: tuple[str, ...]) -> "Mock":
        """A mock that is set up as `vertrag serve` would be, for these documents."""
        given = {field.name: getattr(settings, field.name) for field in fields(ServeSettings)}
        return cls(**{**given, "documents": documents})

    def __enter__(self) -> "Mock":
        mounts, self._authority = prepare(self.settings)
        self._mount: Mount = mounts[0]
        self.app = build([*mounts, control(mounts, self.settings)], self._authority, cors=self.settings.cors)
        self.base_url = f"{ORIGIN}{self._mount.base_path}"
        loop = asyncio.new_event_loop()
        self._open.callback(loop.close)
        self._open.callback(self._sessions.store.close)
        self._transport = Transport(self.app, loop)
        return self

    def __exit__(self, *_: object) -> None:
        self._transport = None
        self._open.close()

    def client(self, session: str = SHARED) -> httpx.Client:
        """A client of the mock, in a session if one is named; not for use inside of a running event loop."""
        return httpx.Client(transport=self._carrier, base_url=self.base_url, headers=_naming(session))

    def async_client(self, session: str = SHARED) -> httpx.AsyncClient:
        """A client of the mock for asynchronous code, in a session if one is named."""
        return httpx.AsyncClient(transport=self._carrier, base_url=self.base_url, headers=_naming(session))

    def token(self, role: str = "agent") -> str:
        """A token that the mock accepts."""
        authority: Authority = self._authority
        return authority.issue(role)

    def session(self, name: str) -> "MockSession":
        """A world of one's own in the mock."""
        if not is_name(name):
            raise UsageError(f"{name!r} is no name of a session", hint=f"that has {ALLOWED}")
        return MockSession(self, name)

    @property
    def _carrier(self) -> "Transport":
        if self._transport is None:
            raise _closed()
        return self._transport

    @property
    def journal(self) -> Journal:
        """What was asked and answered."""
        return self._sessions.journal

    @property
    def _sessions(self) -> Sessions:
        return self._mount.sessions

    def forget(self, session: str = SHARED) -> None:
        """Undo everything that a session changed, and what it asked."""
        self._sessions.store.forget(session)
        self._sessions.ordeals.forget(session)
        self.journal.clear(session)


@dataclass(frozen=True, slots=True)
class MockSession:
    """A session of a mock."""

    mock: Mock
    name: str

    @property
    def headers(self) -> dict[str, str]:
        """What a request has to carry to be part of the session."""
        return _naming(self.name)

    def client(self) -> httpx.Client:
        """A client in the session."""
        return self.mock.client(self.name)

    def async_client(self) -> httpx.AsyncClient:
        """A client in the session for asynchronous code."""
        return self.mock.async_client(self.name)

    def exchanges(self, **asked: Any) -> list[dict[str, Any]]:
        """What was asked in the session, newest first; asked for as the control API's `verify` is."""
        return list(self._shown(Question(session=self.name, **asked)))

    def reset(self) -> None:
        """Undo everything that the session changed, and what it asked."""
        self.mock.forget(self.name)

    def _shown(self, question: Question) -> Iterator[dict[str, Any]]:
        return (noted.shown() for noted in self.mock.journal.exchanges(question))


class Transport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Carries requests of httpx to an ASGI application, those of plain clients on a loop of its own."""

    def __init__(self, app: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._asgi = httpx.ASGITransport(app)
        self._loop = loop
        self._turn = Lock()  # of the threads whose plain clients share the loop

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer; a dropped connection is what a client would see of it."""
        patience = request.extensions.get("timeout", {}).get("read")
        try:
            with anyio.fail_after(patience):
                return await self._asgi.handle_async_request(request)
        except Dropped as dropped:
            raise httpx.RemoteProtocolError(str(dropped), request=request) from None
        except TimeoutError:
            said = f"the mock did not answer within {patience} s"
            raise httpx.ReadTimeout(said, request=request) from None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, read to its end."""
        if _is_in_loop():
            hint = "use async_client() there"
            raise UsageError("a plain client cannot wait inside of a running event loop", hint=hint)
        if self._loop.is_closed():
            raise _closed()
        whole = httpx.Request(
            request.method,
            request.url,
            headers=request.headers,
            content=request.read(),
            extensions=request.extensions,
        )
        with self._turn:
            return self._loop.run_until_complete(self._read(whole))

    async def _read(self, request: httpx.Request) -> httpx.Response:
        response = await self.handle_async_request(request)
        content = b"".join([part async for part in response.aiter_raw()])
        return httpx.Response(response.status_code, headers=response.headers, content=content)


def _closed() -> UsageError:
    return UsageError("the mock is not open", hint="write: with Mock(...) as mock: ...")


def _is_in_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _naming(session: str) -> dict[str, str]:
    return {HEADER: session} if session != SHARED else {}
