"""What a browser finds beside the operations: the served documents, and a page that leads to them."""

import html
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag.contract.operations import Operation
from vertrag.serialization import to_json
from vertrag.serve.mounts import Mount
from vertrag.serve.sending import plain
from vertrag.serve.showing.samples import sample_line
from vertrag.serve.showing.served_document import served

SHOWN = 200  # operations per API: more make a page that nobody reads and browsers scroll badly

# The page is the same for every address; its script writes the one that was used.
_ORIGIN = "http://this.mock.invalid"


@dataclass(frozen=True)
class Page:
    """A fixed answer, made when it is first asked for."""

    media_type: str
    make: Callable[[], bytes]

    @cached_property
    def content(self) -> bytes:
        """The bytes of the page."""
        return self.make()


class Pages:
    """Answers GET and HEAD of fixed paths, and passes everything else on."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, Page]) -> None:
        self.app = app
        self._pages = pages

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Send the page of the path, if there is one."""
        page = self._pages.get(scope["path"]) if scope["type"] == "http" else None
        if page is None or scope["method"] not in ("GET", "HEAD"):
            return self.app(scope, receive, send)
        return plain(200, page.media_type, page.content, {}, "page").send(send)


def pages(mounts: Sequence[Mount], token_command: str) -> dict[str, Page]:
    """The pages of a server, by path.

    They are concrete paths: an operation at the very path hides one, a template that would fit does not.
    """
    token = f"$({token_command})"
    made = {"/": Page("text/html; charset=utf-8", lambda: _welcome(mounts, token).encode())}
    for mount in reversed(mounts):  # of documents that share a base path the first is shown
        as_json = Page("application/json", partial(_as_json, mount))
        as_yaml = Page("application/yaml", partial(_as_yaml, mount))
        for base in map(unquote, mount.contract.document.base_paths):
            made |= {f"{base}/openapi.json": as_json, f"{base}/openapi.yaml": as_yaml}
    return {path: page for path, page in made.items() if not any(_serves(mount, path) for mount in mounts)}


def _as_json(mount: Mount) -> bytes:
    return to_json(served(mount))


def _as_yaml(mount: Mount) -> bytes:
    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(served(mount), Dumper=dumper, sort_keys=False, allow_unicode=True, width=100)
    return str(text).encode()


def _serves(mount: Mount, path: str) -> bool:
    for base, paths in mount.doors:
        base = unquote(base)
        if path.startswith(base) and paths.has_concrete("GET", path.removeprefix(base) or "/"):
            return True
    return False


def _welcome(mounts: Sequence[Mount], token: str) -> str:
    page = Path(__file__).with_name("welcome.html").read_text(encoding="utf-8")
    return page.replace("<!-- apis -->", "\n".join(_section(mount, token) for mount in mounts))


def _section(mount: Mount, token: str) -> str:
    operations = mount.contract.operations
    rows = "\n".join(_row(mount, operation, token) for operation in operations[:SHOWN])
    title = html.escape(mount.contract.document.title)
    link = html.escape(f"{mount.base_path}/openapi.json")
    interface = html.escape(f"{mount.base_path}/ui/")
    links = f'<a href="{interface}">Swagger UI</a> <a href="{link}">{link}</a>'
    hidden = len(operations) - SHOWN
    more = f'<p>… and {hidden} more: see <a href="{link}">{link}</a></p>' if hidden > 0 else ""
    return f"<section><h2>{title}</h2>{links}<ul>{rows}</ul>{more}</section>"


def _row(mount: Mount, operation: Operation, token: str) -> str:
    return (
        f"<li><b>{operation.method}</b> <code>{html.escape(mount.base_path + operation.path)}</code>"
        f"<small>{html.escape(_summary(operation.node))}</small>"
        f"<pre>{html.escape(sample_line(mount, operation, _ORIGIN, token))}</pre></li>"
    )


def _summary(node: Mapping[str, Any]) -> str:
    return str(node.get("summary") or "")
