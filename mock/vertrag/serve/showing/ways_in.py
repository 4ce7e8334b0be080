"""How a request may prove itself: the credential of every security scheme, with room for a token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vertrag.contract.loading.document import Document
from vertrag.contract.operations import Operation
from vertrag.serve.mounts import Mount

TOKEN = "$(vertrag token)"  # noqa: S105 - the command that makes one, not a token


@dataclass(frozen=True, slots=True)
class Proof:
    """What satisfies one scheme: `place` is "header", "query", "cookie" or "user" (a name and a password)."""

    place: str
    name: str
    value: str

    def __str__(self) -> str:
        pattern = {"query": "?{}={}", "cookie": "Cookie: {}={}", "user": "user {}, password {}"}
        return pattern.get(self.place, "{}: {}").format(self.name, self.value)


def proofs(document: Document, operation: Operation) -> list[Proof]:
    """The credentials of the first requirement that the operation offers."""
    return [_proof(document, scheme) for scheme in next(iter(operation.security), {})]


def ways_in(mount: Mount) -> list[str]:
    """One text per alternative that the operations offer."""
    found: dict[str, None] = {}
    requirements = {
        tuple(requirement): None
        for operation in mount.contract.operations
        for requirement in operation.security
    }
    for requirement in requirements:
        texts = [str(_proof(mount.contract.document, scheme)) for scheme in requirement]
        found[" and ".join(texts) or "nothing"] = None
    return [text.replace(TOKEN, "TOKEN") for text in found]


def _proof(document: Document, name: str) -> Proof:
    scheme = _scheme(document, name)
    known = scheme.get("x-known-values")
    value = str(known[0]) if isinstance(known, list) and known else TOKEN
    prefix = scheme.get("x-authentication-scheme")
    if scheme.get("type") == "apiKey" and not prefix:
        place = str(scheme.get("in"))
        return Proof(place if place in ("query", "cookie") else "header", str(scheme.get("name")), value)
    word = str(prefix or _word(scheme))
    if word == "Basic":
        return Proof("user", "vertrag", value)  # the password counts, any name will do
    return Proof("header", "Authorization", f"{word} {value}")


def _scheme(document: Document, name: str) -> Mapping[str, Any]:
    components = document.tree.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, Mapping) else None
    scheme = document.resolve(schemes.get(name)) if isinstance(schemes, Mapping) else None
    return scheme if isinstance(scheme, Mapping) else {}


def _word(scheme: Mapping[str, Any]) -> str:
    return str(scheme.get("scheme")).title() if scheme.get("type") == "http" else "Bearer"
