"""Explains step by step why the mock answers a request as it does, with the same parts that answer it."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from connexion.security import NO_VALUE

from vertrag.config import ServeSettings, WhySettings
from vertrag.contract.operations import Operation
from vertrag.contract.violations import shown
from vertrag.credentials import Authority
from vertrag.errors import Refused
from vertrag.exchange import Headers, Request, Response
from vertrag.serve.app import build
from vertrag.serve.doors import Door
from vertrag.serve.mounts import NAME, Mount
from vertrag.serve.running.preparation import prepare
from vertrag.serve.session_paths import parted


@dataclass(frozen=True, slots=True)
class Step:
    """One decision on the way: what was decided upon, and how."""

    subject: str
    decision: str


def explained(settings: WhySettings) -> Iterator[Step]:
    """The decisions on the request that the settings describe, by the mock that they describe."""
    served = ServeSettings(
        documents=settings.documents,
        auth=settings.auth,
        profile=settings.profile,
        seed=settings.seed,
        handlers=settings.handlers,
        invalid_status=settings.invalid_status,
        key=settings.key,
        allow_remote_refs=settings.allow_remote_refs,
        corrections=settings.corrections,
    )
    mounts, authority = prepare(served)
    request = request_of(settings.method or "GET", settings.target or "/", settings.header, settings.body)
    return explain(mounts, authority, request)


def explain(mounts: Sequence[Mount], authority: Authority, request: Request) -> Iterator[Step]:
    """The decisions in their order, and the answer that the mock really gives.

    The path of `request` starts at the server's root.
    """
    session, path = parted(request.path)
    if session is not None:
        yield Step("session", f"{session}, by the path")
    yield from _steps(mounts, authority, request._replace(path=path))
    response = asyncio.run(_answer(mounts, authority, request))
    why = dict(response.headers).get("x-vertrag-why", "a page of the mock")
    yield Step("answer", f"{response.status}, {len(response.body)} bytes, because: {why}")


def _steps(mounts: Sequence[Mount], authority: Authority, request: Request) -> Iterator[Step]:
    doors = [(base, mount, paths) for mount in mounts for base, paths in mount.doors]
    for base, mount, paths in sorted(doors, key=lambda door: -len(door[0])):
        title = mount.contract.document.title
        if not (request.path == base or request.path.startswith(f"{base}/")):
            yield Step("base path", f"{base or '/'} of {title} does not fit")
            continue
        yield Step("base path", f"{base or '/'} of {title} fits")
        below = request.path[len(base) :] or "/"
        methods = paths.methods(below)
        found = paths.operation(request.method, below, lambda: request)
        fitting = found or (paths.operation(methods[0], below) if methods else None)
        if fitting is None:
            yield Step("path", "no template fits")
            continue
        operation, values = fitting
        said = ", ".join(f"{name}={shown(text)}" for name, text in values.items())
        yield Step("path", f"{operation.path} fits{f' with {said}' if said else ''}")
        if found is None:
            yield Step("method", f"{request.method} is not among {', '.join(methods)}")
            return
        yield from _operation_steps(mount, operation, authority, request, values)
        return


def _operation_steps(
    mount: Mount, operation: Operation, authority: Authority, request: Request, values: Mapping[str, str]
) -> Iterator[Step]:
    yield Step("operation", f"{operation.label} ({operation.key})")
    yield from _security_steps(mount, operation, authority, request)
    reading = operation.read(request, values)
    for name, value in reading.arguments.items():
        yield Step("argument", f"{name} = {shown(value)}")
    if operation.body is not None:
        yield Step("body", shown(reading.body))
    for violation in reading.violations:
        yield Step("violation", str(violation))
    if not reading.violations:
        yield Step("handler", "answers" if operation.key in mount.handlers else "there is none")
        found = mount.engine.resources.by_operation.get(operation.key)
        yield Step("resource", f"{found[1].kind} {found[0].name}" if found else "it is about none")


def _security_steps(
    mount: Mount, operation: Operation, authority: Authority, request: Request
) -> Iterator[Step]:
    if not mount.require_auth:
        yield Step("security", "switched off")
    elif not operation.security:
        yield Step("security", "none is asked for")
    else:
        door = Door(mount.authority or authority, mount.schemes)
        for requirement in operation.security:
            yield from (_scheme_step(name, door, request, scopes) for name, scopes in requirement.items())


def _scheme_step(name: str, door: Door, request: Request, scopes: list[str]) -> Step:
    asked = type("Asked", (), {"scope": _scope(request)})()
    try:
        found = door.get_fn({NAME: name}, scopes)(asked)
    except Refused as refused:
        return Step("security", f"{name}: {refused.status}, {refused.detail}")
    return Step("security", f"{name}: {'no credential was sent' if found is NO_VALUE else 'opens'}")


def _scope(request: Request) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": request.method,
        "path": request.path,
        "raw_path": request.path.encode("latin-1", "replace"),
        "root_path": "",
        "query_string": request.query.encode("latin-1", "replace"),
        "headers": [
            (name.lower().encode("latin-1"), text.encode("latin-1", "replace"))
            for name, text in request.headers
        ],
    }


async def _answer(mounts: Sequence[Mount], authority: Authority, request: Request) -> Response:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await build(mounts, authority)(_scope(request), receive, send)
    headers: Headers = tuple(
        (name.decode("latin-1"), text.decode("latin-1")) for name, text in sent[0]["headers"]
    )
    return Response(sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent[1:]))


def request_of(method: str, url: str, headers: Sequence[str], body: str | None) -> Request:
    """A request from the words of a command line; headers are "NAME:VALUE"."""
    parts = urlsplit(url)
    pairs = tuple(
        (name.strip().lower(), text.strip()) for name, _, text in (line.partition(":") for line in headers)
    )
    content = (body or "").encode()
    if content and not any(name == "content-type" for name, _ in pairs):
        pairs += (("content-type", "application/json"),)
    return Request(method.upper(), parts.path or "/", parts.query, pairs, content)
