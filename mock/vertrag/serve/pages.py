"""What a browser finds beside the operations: the served documents, and a page that leads to them."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag.serve.mounts import Mount
from vertrag.serve.samples import sample


@dataclass(frozen=True, slots=True)
class Page:
    """A fixed answer."""

    media_type: str
    content: bytes


class Pages:
    """Answers GET and HEAD of fixed paths, and passes everything else on."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, Page]) -> None:
        self.app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the page of the path, if there is one."""
        page = self._pages.get(scope["path"]) if scope["type"] == "http" else None
        if page is None or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        headers = [
            (b"content-type", page.media_type.encode()),
            (b"content-length", str(len(page.content)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": page.content})


def pages(mounts: Sequence[Mount]) -> dict[str, Page]:
    """The pages of a server, by path; an operation of a contract is never hidden by one."""
    made = {"/": Page("text/html; charset=utf-8", _welcome(mounts).encode())}
    for mount in mounts:
        tree = mount.contract.document.tree
        made[f"{mount.base_path}/openapi.json"] = Page("application/json", orjson.dumps(tree, default=str))
    return {path: page for path, page in made.items() if not any(_serves(mount, path) for mount in mounts)}


def _serves(mount: Mount, path: str) -> bool:
    below = path.removeprefix(mount.base_path) or "/"
    return path.startswith(mount.base_path) and mount.contract.find("GET", below) is not None


def _welcome(mounts: Sequence[Mount]) -> str:
    return _PAGE.replace("<!-- apis -->", "\n".join(_section(mount) for mount in mounts))


def _section(mount: Mount) -> str:
    rows = "\n".join(
        f"<li><b>{operation.method}</b> <code>{html.escape(mount.base_path + operation.path)}</code>"
        f"<small>{html.escape(_summary(operation.node))}</small>"
        f"<pre>{html.escape(sample(mount, operation).curl(''))}</pre></li>"
        for operation in mount.contract.operations
    )
    title = html.escape(mount.contract.document.title)
    link = html.escape(f"{mount.base_path}/openapi.json")
    return f'<section><h2>{title}</h2><a href="{link}">{link}</a><ul>{rows}</ul></section>'


def _summary(node: Mapping[str, Any]) -> str:
    return str(node.get("summary") or "")


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>vertrag</title>
<style>
  :root { color-scheme: light dark; --line: light-dark(#d8dee4, #30363d); --soft: light-dark(#f6f8fa, #161b22);
          --dim: light-dark(#57606a, #8b949e); --accent: light-dark(#0b6e4f, #3fb68b); }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1.25rem;
         background: light-dark(#fff, #0d1117); color: light-dark(#1f2328, #e6edf3); }
  h1 { font-size: 1.6rem; margin: 0; }  h1 + p { color: var(--dim); margin-top: .25rem; }
  h2 { font-size: 1.15rem; margin: 0; display: inline-block; margin-right: .75rem; }
  section { border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; margin: 1.25rem 0; }
  ul { list-style: none; padding: 0; margin: .75rem 0 0; }  li { margin: .9rem 0 0; }
  b { color: var(--accent); font-size: .8rem; letter-spacing: .04em; }
  small { color: var(--dim); display: block; }  a { color: var(--accent); }
  pre { background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .7rem;
        margin: .3rem 0 0; font-size: .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
<h1>vertrag</h1>
<p>A mock made from OpenAPI documents. All data is invented.</p>
<!-- apis -->
<script>
  // The page is the same for every address; the commands on it need the one that was used.
  for (const pre of document.querySelectorAll("pre"))
    pre.textContent = pre.textContent.replace(/ (\\S+)$/, " " + location.origin + "$1");
</script>
</html>
"""
