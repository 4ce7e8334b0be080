"""What the door of an operation asks for and the run does not bring: the advice where it never opened."""

from collections.abc import Mapping
from typing import Any

from vertrag.contract.operations import Contract, Operation
from vertrag.errors import DocumentError
from vertrag.fuzz.reporting.redaction import Redaction

_NO_DOOR = "it asks for no credentials: give values that it knows with --data FILE"


def way_in(contract: Contract, operation: Operation, brought: Redaction) -> str:
    """The options that would open the door; "" where all that is asked for was brought.

    A document that asks nobody for credentials says nothing of what its server asks for.
    """
    if not operation.security or not all(operation.security):
        return _NO_DOOR if any(each.security for each in contract.operations) else ""
    keys = _keys(brought)
    asked = ([_key(_scheme(contract, name)) for name in each] for each in operation.security)
    ways = ([key for key in way if key and _plain(*key) not in keys] for way in asked)
    missing = min(ways, key=len)
    return f"bring what it asks for: {' '.join(_option(*key) for key in missing)}" if missing else ""


def _scheme(contract: Contract, name: str) -> Any:
    components = contract.document.tree.get("components") or {}
    try:
        return contract.document.resolve((components.get("securitySchemes") or {}).get(name))
    except DocumentError:
        return None


def _keys(brought: Redaction) -> set[tuple[str, str]]:
    headers = {_plain("header", name) for name, _ in brought.headers}
    cookies = (value for name, value in brought.headers if name.lower() == "cookie")
    crumbs = {("cookie", each.partition("=")[0].strip()) for text in cookies for each in text.split(";")}
    return headers | crumbs | {("query", name) for name, _ in brought.query}


def _key(scheme: Any) -> tuple[str, str] | None:
    """Where a scheme is carried, and under which name; None for one that cannot be known."""
    if not isinstance(scheme, Mapping):
        return None
    if scheme.get("type") in ("http", "oauth2", "openIdConnect"):
        return "header", "Authorization"
    is_known = scheme.get("in") in ("header", "query", "cookie")
    return (str(scheme["in"]), str(scheme.get("name"))) if is_known else None


def _plain(location: str, name: str) -> tuple[str, str]:
    return location, name.lower() if location == "header" else name


def _option(location: str, name: str) -> str:
    return f"--{location} '{name}{': ' if location == 'header' else '='}...'"
