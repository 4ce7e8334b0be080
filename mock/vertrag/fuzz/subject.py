"""What is fuzzed against what: the document's text, the base URL, and the hosts that may be spoken to.

1. A request only ever goes to this machine or to a host that was named with --allow-host.
2. That holds for the document too, and for what the document points to.
"""

import re
from collections.abc import Collection, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from vertrag.contract.loading.servers import path_of
from vertrag.contract.loading.sources import Source, read
from vertrag.errors import UpstreamError, UsageError
from vertrag.exchange import Headers

_PATIENCE = 10.0  # seconds for the first sign of life: as long as every other request has
# Narrower than a token of RFC 9110 §5.6.2: the rest would need quoting in a shell.
_HEADER_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_POINTERS, _NAMES = frozenset({"$ref", "externalValue"}), frozenset({"$id"})


def read_document(name: str, allow_hosts: tuple[str, ...]) -> Source:
    """The document at a path or URL, or the shipped one of that name; raises DocumentError, UsageError."""
    return read(name, permit=lambda url: require_allowed(url, allow_hosts))


def base_url(raw: Mapping[str, Any], location: str, url: str | None, allow_hosts: tuple[str, ...]) -> str:
    """Where requests go, without a slash at the end.

    A URL with a path is taken as it is; one without gets the document's own base path; without a URL it
    is the document's first absolute server. Raises UsageError for a host that is not allowed.
    """
    server, given = _server(raw), url
    try:
        server = urljoin(location, server) if location.startswith("http") else server
        is_absolute = bool(urlsplit(server).netloc)
    except ValueError:  # an unclosed bracket
        is_absolute = False
    if url is None:
        if not is_absolute:
            raise UsageError("the document names no absolute server", hint="pass --url URL")
        url = server
    parts = _parts(url)
    require_allowed(url, allow_hosts)
    is_whole = given is not None and parts.path.strip("/")
    path = parts.path.rstrip("/") if is_whole else path_of(server)
    return f"{parts.scheme}://{parts.netloc}{path}"


def require_allowed(url: str, allow_hosts: tuple[str, ...]) -> None:
    """Raises UsageError unless the URL's host is this machine or one of the hosts allowed."""
    parts = _parts(url)
    host = (parts.hostname or "").lower()
    allowed = {name.lower() for name in allow_hosts}
    if not (_is_loopback(host) or host in allowed or parts.netloc.lower() in allowed):
        hint = f"if you may test it: --allow-host {host}"
        raise UsageError(f"{host} is not this machine", hint=hint)


def require_allowed_references(raw: Any, allow_hosts: tuple[str, ...]) -> None:
    """Raises UsageError for a document that points to a host that is not allowed."""
    for address in _addresses(raw, _POINTERS) - _addresses(raw, _NAMES):  # what bears the name lies in it
        try:
            require_allowed(address, allow_hosts)
        except UsageError as error:
            raise UsageError(f"the document refers to {address}, but {error}", hint=error.hint) from error


def require_alive(url: str) -> None:
    """Raises UpstreamError unless something answers HTTP there, whatever the status."""
    try:
        with httpx.stream("GET", url, timeout=_PATIENCE):
            pass  # the status came; a body may never end
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:  # ValueError: a host that IDNA refuses
        reason = str(error) or type(error).__name__
        raise UpstreamError(
            f"cannot reach {url}: {reason}", hint="start the server, or check --url"
        ) from error


def parse_headers(lines: tuple[str, ...]) -> Headers:
    """The headers of "NAME:VALUE" lines; raises UsageError, never showing a value."""
    headers = tuple(_header(line) for line in lines)
    names = [name.lower() for name, _ in headers]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"--header {name} is given twice", hint="join the values in one header")
    return headers


def parse_query(texts: tuple[str, ...]) -> Headers:
    """The names and values of "NAME=VALUE" texts; raises UsageError, never showing a value."""
    pairs = tuple((name, value) for name, _, value in (text.partition("=") for text in texts))
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"--query {name} is given twice", hint="give one value for each name")
    return pairs


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or not _HEADER_NAME.fullmatch(name):
        raise UsageError(
            "--header needs NAME:VALUE", hint="for example --header 'Authorization: Bearer TOKEN'"
        )
    if not value.isascii() or not value.isprintable():
        raise UsageError(
            f"the value of --header {name} has a character that HTTP does not carry",
            hint="write it in ASCII, in one line",
        )
    return name, value


def credential_names(raw: Mapping[str, Any]) -> frozenset[str]:
    """The headers and parameters of queries in which the document's security schemes carry credentials.

    In lower case.
    """
    components = raw.get("components")
    known = raw.get("securityDefinitions") if "swagger" in raw else (components or {}).get("securitySchemes")
    schemes = known.values() if isinstance(known, dict) else ()
    named = {
        str(entry.get("name")).lower()
        for entry in schemes
        if isinstance(entry, dict) and entry.get("in") in ("header", "query")
    }
    return frozenset({"authorization", *named})


def _server(raw: Mapping[str, Any]) -> str:
    """The URL of the first server, with its variables at their defaults; may be relative or empty."""
    if "swagger" in raw:
        host, schemes = raw.get("host"), raw.get("schemes") or ["http"]
        origin = f"{schemes[0]}://{host}" if host else ""
        return f"{origin}{raw.get('basePath') or ''}"
    servers = raw.get("servers")
    first = servers[0] if isinstance(servers, list) and servers else {}
    server = str(first.get("url") or "") if isinstance(first, dict) else ""
    variables = first.get("variables") if isinstance(first, dict) else None
    for name, variable in (variables or {}).items():
        server = server.replace(f"{{{name}}}", str(variable.get("default", "")))
    return server


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        complete = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port that is none, an unclosed bracket
        complete = False
    if not complete:
        raise UsageError(f"{url!r} is no http(s) URL", hint="for example http://127.0.0.1:8005")
    if parts.username or parts.password:
        raise UsageError("a URL with a password would be printed", hint="pass --header 'Authorization: ...'")
    if parts.query or parts.fragment:
        raise UsageError(
            f"{url!r} has a query or a fragment, so no path can follow it",
            hint="end it before the ? or the #",
        )
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _addresses(node: Any, keys: Collection[str]) -> set[str]:
    """The URLs, without their fragments, that stand under one of these keys."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    found = {address for value in inner for address in _addresses(value, keys)}
    own = [node.get(key) for key in keys] if isinstance(node, dict) else []
    urls = [text for text in own if isinstance(text, str) and text.startswith(("http://", "https://"))]
    return found | {text.partition("#")[0] for text in urls}
