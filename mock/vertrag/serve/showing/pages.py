"""What a browser finds beside the operations: the served documents, and a page that leads to them."""

import html
from asyncio import to_thread
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag.contract.content.media import essence_of
from vertrag.contract.operations import Operation
from vertrag.serialization import to_json
from vertrag.serve.mounts import Mount
from vertrag.serve.sending import plain
from vertrag.serve.session_names import prefix_of
from vertrag.serve.showing.samples import sample_line
from vertrag.serve.showing.served_document import served

SHOWN = 200  # operations per API: more make a page that nobody reads and browsers scroll badly

# The page is the same for every address; its script writes the one that was used.
_ORIGIN = "http://this.mock.invalid"


@dataclass(frozen=True)
class Page:
    """A fixed answer, made when it is first asked for, and for each session anew.

    `make` takes what stands before the paths that the page speaks of.
    `for_browsers`: its path is one of the document's, by other methods, and GET is none of them: only who
    names the media type, as browsers do, gets the page.
    """

    media_type: str
    make: Callable[[str], bytes]
    for_browsers: bool = False

    @cached_property
    def content(self) -> bytes:
        """The bytes of the page."""
        return self.make("")

    async def send(self, send: Send, prefix: str = "") -> None:
        """Send the page; it is made beside the loop, which goes on answering: a large one takes seconds."""
        content = await to_thread(lambda: self.make(prefix) if prefix else self.content)
        await plain(200, self.media_type, content, {}, "page").send(send)

    def is_for(self, scope: Scope) -> bool:
        """Whether the request is one for the page."""
        if scope["method"] not in ("GET", "HEAD"):
            return False
        named = essence_of(self.media_type).encode()
        return not self.for_browsers or any(
            name == b"accept" and named in text.lower() for name, text in scope["headers"]
        )


class Pages:
    """Answers GET and HEAD of fixed paths, and passes everything else on."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, Page]) -> None:
        self.app = app
        self._pages = pages

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Send the page of the path, if there is one."""
        page = self._pages.get(scope["path"]) if scope["type"] == "http" else None
        if page is None or not page.is_for(scope):
            return self.app(scope, receive, send)
        return page.send(send, prefix_of(scope))


def pages(mounts: Sequence[Mount], token_command: str) -> dict[str, Page]:
    """The pages of a server, by path.

    They are concrete paths: GET at the very path hides one, other methods leave it to browsers, a template
    that would fit does not.
    """
    token = f"$({token_command})"
    made = {"/": Page("text/html; charset=utf-8", lambda prefix: _welcome(mounts, token, prefix).encode())}
    for mount in reversed(mounts):  # of documents that share a base path the first is shown
        as_json = Page("application/json", partial(_as_json, mount))
        as_yaml = Page("application/yaml", partial(_as_yaml, mount))
        for base in map(unquote, mount.contract.document.base_paths):
            made |= {f"{base}/openapi.json": as_json, f"{base}/openapi.yaml": as_yaml}
    methods = {path: _methods(mounts, path) for path in made}
    return {
        path: replace(page, for_browsers=bool(methods[path]))
        for path, page in made.items()
        if "GET" not in methods[path]
    }


def _as_json(mount: Mount, prefix: str) -> bytes:
    return to_json(served(mount, prefix))


def _as_yaml(mount: Mount, prefix: str) -> bytes:
    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(served(mount, prefix), Dumper=dumper, sort_keys=False, allow_unicode=True, width=100)
    return str(text).encode()


def _methods(mounts: Sequence[Mount], path: str) -> set[str]:
    """The methods that documents have for a path that stands there without parameters."""
    return {
        method
        for mount in mounts
        for base, paths in mount.doors
        if path.startswith(unquote(base))
        for method in paths.concrete_methods(path.removeprefix(unquote(base)) or "/")
    }


def _welcome(mounts: Sequence[Mount], token: str, prefix: str) -> str:
    page = Path(__file__).with_name("welcome.html").read_text(encoding="utf-8")
    return page.replace("<!-- apis -->", "\n".join(_section(mount, token, prefix) for mount in mounts))


def _section(mount: Mount, token: str, prefix: str) -> str:
    operations = mount.contract.operations
    rows = "\n".join(_row(mount, operation, token, prefix) for operation in operations[:SHOWN])
    title = html.escape(mount.contract.document.title)
    link = html.escape(f"{prefix}{mount.base_path}/openapi.json")
    interface = html.escape(f"{prefix}{mount.base_path}/ui/")
    links = f'<a href="{interface}">Swagger UI</a> <a href="{link}">{link}</a>'
    hidden = len(operations) - SHOWN
    more = f'<p>… and {hidden} more: see <a href="{link}">{link}</a></p>' if hidden > 0 else ""
    return f"<section><h2>{title}</h2>{links}<ul>{rows}</ul>{more}</section>"


def _row(mount: Mount, operation: Operation, token: str, prefix: str) -> str:
    return (
        f"<li><b>{operation.method}</b> <code>{html.escape(prefix + mount.base_path + operation.path)}</code>"
        f"<small>{html.escape(_summary(operation.node))}</small>"
        f"<pre>{html.escape(sample_line(mount, operation, _ORIGIN + prefix, token))}</pre></li>"
    )


def _summary(node: Mapping[str, Any]) -> str:
    return str(node.get("summary") or "")
