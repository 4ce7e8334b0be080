"""Under which paths a list of servers puts its operations (OAS 3.0 §4.7.5, §4.7.6)."""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any
from urllib.parse import quote, urlsplit

MOST_PATHS = 64  # of one server: variables with many values multiply


def base_paths(servers: Any) -> tuple[str, ...]:
    """The path of each server, that of the first one first, without a trailing slash; ("",) for no servers.

    An empty list stands for the root, wherever it is written (OAS 3.0 §4.7.1.1). Paths stay percent-encoded,
    as requests send them.
    """
    listed = [each for each in servers if isinstance(each, Mapping)] if isinstance(servers, list) else []
    return tuple(dict.fromkeys(path for server in listed for path in _paths(server))) or ("",)


def _paths(server: Mapping[str, Any]) -> Iterator[str]:
    """The server's path by the defaults of its variables, then by the other values that they may have."""
    url = str(server.get("url") or "")
    known = server.get("variables")
    variables = {
        f"{{{name}}}": list(_values(described))
        for name, described in (known.items() if isinstance(known, Mapping) else ())
        if f"{{{name}}}" in url
    }
    for values in islice(product(*variables.values()), MOST_PATHS):
        filled = url
        for expression, value in zip(variables, values, strict=True):
            filled = filled.replace(expression, value)
        yield path_of(filled)


def _values(variable: Any) -> Iterator[str]:
    described = variable if isinstance(variable, Mapping) else {}
    yield str(described.get("default", ""))
    allowed = described.get("enum")
    yield from (str(value) for value in (allowed if isinstance(allowed, list) else ()))


def path_of(url: str) -> str:
    """The path of a server's URL as requests send it, without a slash at the end; "" where it has none."""
    try:
        path = quote(urlsplit(url).path, safe="/%:@!$&'()*+,;=~")
    except ValueError:  # an unclosed bracket
        return ""
    # Clients take `.` out of a path before they send it (RFC 3986 §5.2.4).
    return "".join(f"/{segment}" for segment in path.split("/") if segment not in ("", "."))
