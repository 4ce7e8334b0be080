"""The mock's own authority: it signs tokens, verifies them, and knows what a role may do.

A token is a JWT (RFC 7519) signed with HS256. The key lies in the user's state folder, made on first
use, so that `vertrag token` in one shell opens the server started in another.
"""

import os
import re
import secrets
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import jwt

from vertrag.errors import Refused, UsageError

ISSUER = "vertrag"
ALGORITHM = "HS256"
MINIMUM_KEY = 32  # bytes; RFC 7518 §3.2 wants an HS256 key at least as long as its digest
DAY = 86_400  # seconds

EVERY_SCOPE = "*"
ROLES: Mapping[str, str] = {
    "agent": EVERY_SCOPE,  # works on tickets: may do whatever the documents offer
    "guest": "",  # known, but allowed nothing: every secured operation answers 403
}

_TOKEN68 = re.compile(r"[A-Za-z0-9\-._~+/]+=*")  # RFC 9110 §11.2


class Authority:
    """Issues and verifies tokens with one key."""

    def __init__(self, key: str, *, now: Callable[[], float] = time.time) -> None:
        if len(key.encode()) < MINIMUM_KEY:
            raise UsageError(
                f"the signing key has {len(key.encode())} bytes, fewer than {MINIMUM_KEY}",
                hint="set a longer one, or none: vertrag then makes its own",
            )
        self._key = key
        self._now = now
        # Verifying a signature costs more than all the rest of a request; the same token keeps its claims.
        self._signed_claims = lru_cache(maxsize=1024)(self._decode)

    def issue(
        self,
        role: str = "agent",
        lifetime: int = DAY,
        subject: str = "vertrag",
        scope: str | None = None,
    ) -> str:
        """A signed token for a role of `ROLES`, valid for `lifetime` seconds from now.

        `scope` replaces what the role may do, divided by spaces (RFC 6749 §3.3).
        """
        if role not in ROLES:
            known = ", ".join(ROLES)
            raise UsageError(f"unknown role {role!r}", hint=f"known roles: {known}")
        issued = int(self._now())
        claims = {
            "iss": ISSUER,
            "sub": subject,
            "role": role,
            "scope": ROLES[role] if scope is None else scope,
            "iat": issued,
            "exp": issued + lifetime,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    def verify(self, token: str, *, is_text: bool = False) -> Mapping[str, Any]:  # noqa: ARG002 - see below
        """The claims of a token that this authority signed and that has not expired; else `Refused` (401).

        `is_text` says that it came as a password or a key, which for others may be any text.
        """
        claims = self._signed_claims(token)
        if claims["exp"] <= self._now():
            raise Refused(401, "The token has expired.")
        return claims

    def recognises(self, label: str, known: Collection[str]) -> bool:
        """Whether a key that names rather than proves, such as a tenant's number, is among the known."""
        return label in known

    def _decode(self, token: str) -> Mapping[str, Any]:
        options: Any = {"verify_exp": False, "verify_iat": False, "require": ["exp", "iss"]}
        try:
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM], issuer=ISSUER, options=options)
        except jwt.InvalidSignatureError:
            raise Refused(401, "The token was not signed by this server.") from None
        except (jwt.InvalidTokenError, ValueError):
            raise Refused(401, "The token is no valid JWT.") from None
        if not isinstance(claims["exp"], int):
            raise Refused(401, "The token's expiry is no integer.")
        return claims


class AnyCredential(Authority):
    """Accepts every well-formed credential, for clients whose tokens come from elsewhere."""

    def verify(self, token: str, *, is_text: bool = False) -> Mapping[str, Any]:
        """Full rights for anything that can be a token (RFC 9110 §11.2); else `Refused` (401).

        A token of our own opens what it says: to see what others may not do is what it is for. One that calls
        itself invalid is taken at its word: so can a refusal be asked for.
        """
        with suppress(Refused):
            return super().verify(token)
        if not (token.strip() if is_text else _TOKEN68.fullmatch(token)):
            raise Refused(401, "The credential is not well-formed.")
        if "invalid" in token.lower():
            raise Refused(401, "The credential says itself that it is invalid.")
        return {"sub": "anyone", "role": "agent", "scope": EVERY_SCOPE}

    def recognises(self, label: str, known: Collection[str]) -> bool:  # noqa: ARG002 - any will do
        """Any label that is well-formed."""
        return _TOKEN68.fullmatch(label) is not None


def covers(claims: Mapping[str, Any], required: frozenset[str]) -> bool:
    """Whether the claims grant every required scope; a token without any scope opens nothing."""
    return _covers(str(claims.get("scope", "")), required)


@lru_cache(maxsize=1024)
def _covers(scope: str, required: frozenset[str]) -> bool:
    granted = scope.split()
    return EVERY_SCOPE in granted or (bool(granted) and required.issubset(granted))


def load_key(configured: str | None = None, environ: Mapping[str, str] | None = None) -> str:
    """The configured key, else the one in the state folder, made there on first use (mode 0600)."""
    if configured:
        return configured
    path = _state_folder(os.environ if environ is None else environ) / "key"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_hex(MINIMUM_KEY))
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"cannot keep a signing key in {path}: {error}", hint="set VERTRAG_KEY or make it writable"
        ) from error


def _state_folder(environ: Mapping[str, str]) -> Path:
    # XDG Base Directory: $XDG_STATE_HOME, else ~/.local/state.
    state = environ.get("XDG_STATE_HOME") or str(
        Path(environ.get("HOME") or Path.home()) / ".local" / "state"
    )
    return Path(state) / "vertrag"


def _write_once(path: Path, content: str) -> None:
    if path.exists():
        return
    # Written aside and linked into place: of two first starts at once one wins, and both read a whole key.
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()
