"""Where a document comes from: a file, a URL, or the documents that are shipped."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from vertrag import shipped
from vertrag.errors import DocumentError

SUFFIXES = (".yaml", ".yml", ".json")
LARGEST = 64 * 1024 * 1024  # bytes of a document; a bound against being fed endless input
PATIENCE = 10.0  # seconds for a server to send one


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a document, and the URI that its relative references start from."""

    content: bytes
    location: str

    @property
    def text(self) -> str:
        """The document as text; `DocumentError` where it is not UTF-8 (RFC 8259 §8.1, OAS 3.1 §4.3)."""
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DocumentError(f"{self.location} is not UTF-8: {error}", hint="save it in UTF-8") from error


def read(where: str, *, permit: Callable[[str], None] = lambda _: None) -> Source:
    """The document at a path or an http(s) URL, or the shipped one of that name.

    `permit` is asked before a URL is fetched and raises to refuse it. Redirects are not followed: what they
    lead to was not asked for. Raises `DocumentError` where there is nothing to read.
    """
    if where.startswith(("http://", "https://")):
        permit(where)
        return Source(_fetched(where), where)
    path = locate(where)
    try:
        return Source(_bounded(path.read_bytes(), where), path.absolute().as_uri())
    except OSError as error:
        raise DocumentError(
            f"cannot read {where!r}: {error.strerror or error}", hint="check its permissions"
        ) from error


def follow(uri: str, origin: str, *, allow_remote: bool) -> Source:
    """What a reference in the file at `origin` leads to; raises `DocumentError`.

    A file may refer to files anywhere on this machine, as `../common.yaml` does; what came from a server may
    not. Servers are asked only where that is allowed.
    """
    if uri.startswith(("http://", "https://")):
        if not allow_remote:
            raise DocumentError(f"{uri} is not fetched: pass --allow-remote-refs to allow it")
        return Source(_bounded(_fetched(uri), uri), uri)
    if not (uri.startswith("file:///") and origin.startswith("file:")):
        raise DocumentError(f"{uri} leads out of {origin or 'a document without a place of its own'}")
    path = Path(unquote(urlsplit(uri).path))
    try:
        if not path.is_file():
            raise DocumentError(f"{path} does not exist")
        return Source(_bounded(path.read_bytes(), uri), uri)
    except (OSError, ValueError) as error:
        raise DocumentError(f"cannot read {path}: {error}") from error


def locate(where: str) -> Path:
    """The file behind a path or the name of a shipped document; a file that exists wins."""
    try:
        path = Path(where)
        if path.is_file():
            return path
        for suffix in ("", *SUFFIXES):
            candidate = shipped.folder("specs") / f"{where}{suffix}"
            if "/" not in where and candidate.is_file():
                return candidate
        problem = "is a folder" if path.is_dir() else "is no file" if path.exists() else "does not exist"
    except (OSError, ValueError):  # too long, or with a NUL
        problem = "is no path"
    known = ", ".join(shipped_names())
    raise DocumentError(f"{where!r} {problem}", hint=f"give a path, a URL or one of: {known}")


def shipped_names() -> tuple[str, ...]:
    """Names of the documents that come with vertrag."""
    return tuple(sorted(path.stem for path in shipped.folder("specs").iterdir() if path.suffix in SUFFIXES))


def _bounded(content: bytes, where: str) -> bytes:
    _require_bounded(len(content), where)
    return content


def _require_bounded(size: int, where: str) -> None:
    if size > LARGEST:
        raise DocumentError(
            f"{where} is larger than {LARGEST // 1024 // 1024} MiB", hint="take out what is not to be served"
        )


def _fetched(url: str) -> bytes:
    import httpx  # late: most documents are files

    try:
        with httpx.stream("GET", url, timeout=PATIENCE) as response:
            if not response.is_success:
                raise DocumentError(
                    f"cannot fetch {url}: it answers {response.status_code}",
                    hint="check the address; redirects are not followed and no credentials are sent",
                )
            return _received(response.iter_bytes(), url)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:  # ValueError: a host that IDNA refuses
        reason = str(error) or type(error).__name__
        raise DocumentError(
            f"cannot fetch {url}: {reason}", hint="check the address, or give a file"
        ) from error


def _received(chunks: Iterable[bytes], url: str, patience: float = PATIENCE) -> bytes:
    deadline = time.monotonic() + patience
    content = bytearray()
    for chunk in chunks:
        content += chunk
        _require_bounded(len(content), url)
        if time.monotonic() > deadline:
            raise DocumentError(
                f"cannot fetch {url}: it was still sending after {patience:g} s",
                hint="save it, and give the file",
            )
    return bytes(content)
