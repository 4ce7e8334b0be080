"""Tokens from an OAuth 2.0 server, for a client of its own or with a refresh token.

1. Asked is only this machine or a host that was allowed; redirects are not followed.
2. An error shows the code that the standard gives it and nothing else of the answer.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import quote_plus

import httpx

from vertrag.errors import UpstreamError, UsageError
from vertrag.fuzz.identity.token import Token, seconds, token_of

_PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token is asked for with; with a refresh token for its user, else for the client (RFC 6749)."""

    token_url: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    scope: str = ""


def grant_of(said: tuple[tuple[str, Any], ...], filled_in: Callable[[str], str]) -> Grant | None:
    """What the table `oauth` of the settings says, with its variables filled in; None where it is empty."""
    if not said:
        return None
    known = [each.name for each in fields(Grant)]
    values: dict[str, str] = {}
    for written, value in said:
        name = written.replace("-", "_")
        if name not in known or not isinstance(value, str) or not value:
            raise UsageError(
                f"[fuzz.oauth] cannot have {written!r} as it is", hint=f"texts for {', '.join(known)}"
            )
        values[name] = filled_in(value)
    if "token_url" not in values or not values.keys() & {"client_secret", "refresh_token"}:
        raise UsageError(
            "[fuzz.oauth] says too little",
            hint="it needs token_url, and client_id with client_secret, or refresh_token",
        )
    return Grant(**values)


@dataclass(slots=True)
class Granted:
    """Gets tokens; where the server hands out another refresh token, that is the one from then on."""

    grant: Grant
    clock: Callable[[], float] = time.time
    refresh_token: str = field(default="", repr=False)

    def __call__(self) -> Token:
        """A new token."""
        answer = self._answer()
        text, renewal = answer.get("access_token"), answer.get("refresh_token")
        if isinstance(renewal, str) and self.grant.refresh_token:
            self.refresh_token = renewal
        token = token_of(text, self._expiry(answer)) if isinstance(text, str) else None
        if token is None:
            raise self._failure("no bearer token in the answer")
        return token

    def _answer(self) -> Mapping[str, Any]:
        url, form = self.grant.token_url, self._form()
        try:
            response = httpx.post(url, data=form, auth=self._secret(), timeout=_PATIENCE)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise self._failure(type(error).__name__) from None
        try:
            answer = response.json()
        except (ValueError, RecursionError):
            answer = None
        known = answer if isinstance(answer, dict) else {}
        if response.status_code != httpx.codes.OK:
            raise self._failure(f"{response.status_code} {_code(known)}".strip())
        return known

    def _form(self) -> dict[str, str]:
        refresh = self.refresh_token or self.grant.refresh_token
        form = {
            "grant_type": "refresh_token" if refresh else "client_credentials",
            "refresh_token": refresh,
            "scope": self.grant.scope,
            "client_id": "" if self.grant.client_secret else self.grant.client_id,
        }
        return {name: value for name, value in form.items() if value}

    def _secret(self) -> tuple[str, str] | None:
        """What a client with a secret says in Basic, form-encoded (RFC 6749 §2.3.1)."""
        grant = self.grant
        return (quote_plus(grant.client_id), quote_plus(grant.client_secret)) if grant.client_secret else None

    def _expiry(self, answer: Mapping[str, Any]) -> float | None:
        left = seconds(answer.get("expires_in"))
        return None if left is None else self.clock() + left

    def _failure(self, reason: str) -> UpstreamError:
        host = httpx.URL(self.grant.token_url).host
        return UpstreamError(f"no token from {host}: {reason}", hint="see [fuzz.oauth] in the settings")


def _code(answer: Mapping[str, Any]) -> str:
    code = answer.get("error")
    return code if isinstance(code, str) and re.fullmatch(r"[a-z_]{1,40}", code) else ""
