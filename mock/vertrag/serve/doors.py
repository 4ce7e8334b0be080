"""Checks credentials for every security scheme of OpenAPI, as handlers of Connexion's security middleware.

Whatever the scheme, the credential is a token of the mock's own authority: after `Bearer`, as the password
of `Basic`, or as the value of an API key. Scheme names are compared without case (RFC 9110 §11.1).
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from connexion.security import NO_VALUE
from starlette.types import Scope

from vertrag.contract.operations import Operation
from vertrag.contract.reading.wire import cookie_pairs, query_pairs
from vertrag.credentials import Authority, covers
from vertrag.errors import Refused
from vertrag.serve.mounts import NAME

Claims = Mapping[str, Any]
Check = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Door:
    """Makes the checks of an API's security schemes; Connexion asks it for one per requirement."""

    authority: Authority
    schemes: Mapping[str, Mapping[str, Any]]

    def get_fn(self, scheme: Mapping[str, Any], scopes: list[str]) -> Check:
        """The check of a scheme and the scopes that a requirement names."""
        original = self.schemes[scheme[NAME]]
        if original.get("type") == "mutualTLS":
            return _opened  # certificates are shown below HTTP, where a mock has nobody who would ask
        find = finder(original)
        if "x-known-values" in original:
            return self._label_check(find, str(original["name"]), original["x-known-values"])
        # `x-scopes` lists what a scheme needs where OAS 3.0 leaves no room for scopes (§4.7.30).
        required = frozenset(scopes) | frozenset(original.get("x-scopes") or ())
        authority = self.authority
        is_text = _is_text(original)

        def check(request: Any) -> Claims | Any:
            credential = find(request.scope)
            if credential is None:
                return NO_VALUE
            claims = authority.verify(credential, is_text=is_text)
            if not covers(claims, required):
                wanted = f" It lacks {', '.join(sorted(required))}." if required else ""
                raise Refused(403, f"The role of the token opens nothing here.{wanted}")
            return claims

        return check

    def _label_check(self, find: "Find", name: str, known: list[str]) -> Check:
        """A key that names rather than proves, such as a tenant's number: it must be one of the known."""

        def check(request: Any) -> Claims | Any:
            label = find(request.scope)
            if label is None:
                return NO_VALUE
            if not self.authority.recognises(label, known):
                raise Refused(403, f"{name} names none that the credential may use.")
            return {name: label}

        return check


def _opened(_: Any) -> Claims:
    return {}


def _is_text(scheme: Mapping[str, Any]) -> bool:
    """Whether it brings a key, a password or parameters, and no token68 (RFC 9110 §11.2)."""
    if scheme.get("type") == "apiKey":
        return "x-authentication-scheme" not in scheme
    return scheme.get("type") == "http" and str(scheme.get("scheme")).lower() != "bearer"


Find = Callable[[Scope], str | None]


def finder(scheme: Mapping[str, Any]) -> Find:
    """What finds the credential of a scheme in an ASGI scope; None from it means: not sent."""
    kind = scheme.get("type")
    if kind == "apiKey":
        prefix = scheme.get("x-authentication-scheme")
        if prefix:
            return _after_scheme(str(prefix))
        return _key_finder(str(scheme.get("in")), str(scheme.get("name")))
    if kind == "http" and str(scheme.get("scheme")).lower() == "basic":
        return _basic_password
    if kind == "http":
        return _after_scheme(str(scheme.get("scheme")))
    return _after_scheme("bearer")  # oauth2 and openIdConnect hand out bearer tokens (RFC 6750)


def _after_scheme(scheme: str) -> Find:
    wanted = scheme.lower()

    def find(scope: Scope) -> str | None:
        name, _, credential = (_header(scope, b"authorization") or "").partition(" ")
        return credential.strip() if name.lower() == wanted else None

    return find


def _key_finder(location: str, name: str) -> Find:
    if location == "query":
        return lambda scope: _first(
            query_pairs(scope["query_string"].decode("latin-1")).get(name), unquote_plus
        )
    if location == "cookie":
        return lambda scope: _first(cookie_pairs(_cookies(scope)).get(name), unquote_plus)
    wanted = name.lower().encode("latin-1", "replace")
    return lambda scope: _header(scope, wanted)


def _basic_password(scope: Scope) -> str | None:
    encoded = _after_scheme("basic")(scope)
    if encoded is None:
        return None
    try:
        name, colon, password = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        colon = ""
    if not colon:
        raise Refused(401, "The Basic credential is no base64 of name:password.")
    return password or name  # some APIs take a key as the name, with no password


def _first(texts: list[str] | None, decode: Callable[[str], str]) -> str | None:
    return decode(texts[0]) if texts else None


def _cookies(scope: Scope) -> str:
    return "; ".join(str(text, "latin-1") for name, text in scope["headers"] if name == b"cookie")


def _header(scope: Scope, wanted: bytes) -> str | None:
    for name, text in scope["headers"]:
        if name == wanted:
            return str(text, "latin-1")
    return None


def challenge(operation: Operation, schemes: Mapping[str, Any], error: str = "") -> str:
    """The WWW-Authenticate value of an operation: every way in that it offers (RFC 9110 §11.6.1).

    `error` says what is wrong with the bearer token that was sent (RFC 6750 §3.1).
    """
    offered: dict[str, None] = {}
    for requirement in operation.security:
        for name in requirement:
            offered[_scheme_name(schemes.get(name) or {})] = None
    return ", ".join(_challenge(name, error) for name in offered or ("Bearer",))


def _challenge(scheme: str, error: str) -> str:
    said = f', error="{error}"' if error and scheme == "Bearer" else ""
    return f'{scheme} realm="vertrag"{said}'


def _scheme_name(scheme: Mapping[str, Any]) -> str:
    if scheme.get("type") == "apiKey":
        return str(scheme.get("x-authentication-scheme") or "ApiKey")
    if scheme.get("type") == "http":
        return str(scheme.get("scheme")).title()
    return "Bearer"
