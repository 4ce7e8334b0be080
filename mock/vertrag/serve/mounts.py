"""A contract and what answers for it, as it stands on the server under its base path."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from vertrag.contract.loading.document import Document
from vertrag.contract.operations import Contract, Operation, Paths
from vertrag.credentials import AnyCredential, Authority
from vertrag.errors import DocumentError
from vertrag.exchange import Handler
from vertrag.serve.resources.resource_engine import Engine
from vertrag.state.sessions import Sessions

if TYPE_CHECKING:
    from vertrag.sabotage.playbook import Plot

NAME = "x-vertrag-name"
"""What a security scheme is called in the document, as the skeleton tells it."""

ROUTE = "vertrag_route"
"""Where the `Route` of a request lies in the extensions of an ASGI scope."""

ErrorBody = Callable[[int, str, str, Sequence[tuple[str, str]]], dict[str, Any]]
"""Writes the body of an error: status, title, detail, and (place, message) for each fault."""


@dataclass(frozen=True)
class Mount:
    """One served API.

    `handlers` answer by operation key; `error_body` writes errors in the document's own schema, None
    leaves them to problem+json; `require_auth` is False where the server was told to ask nobody; `seed`
    decides what is invented; `sessions` are those of the whole server. `authority` verifies credentials
    where that is not the server's; `invalid_status` answers requests that break the contract, None leaves
    that to the document. `corrections` are those of what is inferred of resources. `plot` is how the
    API lies on purpose, None where it does not; `shows_sabotage` has its answers name the ways.
    """

    contract: Contract
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    error_body: ErrorBody | None = None
    require_auth: bool = True
    seed: int = 1
    sessions: Sessions = field(default_factory=Sessions)
    authority: Authority | None = None
    invalid_status: int | None = None
    corrections: Mapping[str, Any] = field(default_factory=dict)
    plot: "Plot | None" = None
    shows_sabotage: bool = False

    @cached_property
    def engine(self) -> Engine:
        """What answers for the resources of the document."""
        return Engine(self.contract, self.base_path, self.seed, self.corrections)

    @cached_property
    def error_patterns(self) -> dict[int, Any]:
        """What was invented of the bodies of errors, by the identity of their media types."""
        return {}

    @property
    def credentials(self) -> Literal["verified", "any", "off"]:
        """What becomes of the credentials that the document asks for."""
        if not self.require_auth:
            return "off"
        return "any" if isinstance(self.authority, AnyCredential) else "verified"

    @cached_property
    def base_path(self) -> str:
        """The path below which the operations lie, "" for the server's root."""
        return self.contract.document.base_path

    @cached_property
    def doors(self) -> tuple[tuple[str, Paths], ...]:
        """Each base path with what lies below it, the longest first.

        Operations with servers of their own lie below the document's base paths, too: many clients read
        no other servers than those.
        """
        contract = self.contract
        found = dict(contract.elsewhere) | dict.fromkeys(contract.document.base_paths, contract.paths)
        return tuple(sorted(found.items(), key=lambda door: -len(door[0])))

    @cached_property
    def schemes(self) -> dict[str, Mapping[str, Any]]:
        """Every security scheme that is declared or asked for, by name; empty where it is not described."""
        document = self.contract.document
        declared = (document.tree.get("components") or {}).get("securitySchemes") or {}
        used = [
            name for operation in self.contract.operations for each in operation.security for name in each
        ]
        return {name: _described(document, declared.get(name)) for name in (*declared, *used)}

    @cached_property
    def guards(self) -> dict[str, str]:
        """What secures each operation, by its key: equal for all that ask for the same.

        They are the operation ids of the skeleton, unique even where two documents share a base path.
        """
        known: dict[str, str] = {}
        return {
            operation.key: known.setdefault(repr(self._secured_by(operation)), f"{id(self):x} {len(known)}")
            for operation in self.contract.operations
        }

    def _secured_by(self, operation: Operation) -> list[Mapping[str, Any]]:
        return list(operation.security) if self.require_auth else []

    def skeleton(self) -> dict[str, Any]:
        """What of the document Connexion needs to secure it: one operation for each way of securing some.

        Declared as 3.0.3 whatever the original says: security means the same in every version. Every scheme
        becomes one of type `apiKey` that carries its name, so that one handler of ours reads them all.
        """
        return {
            "openapi": "3.0.3",
            "info": {"title": self.contract.document.title, "version": "0"},
            "paths": self._paths(),
            "components": {"securitySchemes": {name: _stand_in(name) for name in self.schemes}},
        }

    def _paths(self) -> dict[str, dict[str, Any]]:
        paths: dict[str, dict[str, Any]] = {}
        for operation in self.contract.operations:
            guard = self.guards[operation.key]
            # Connexion finds operations by their id; where they stand only has to be a place of their own.
            if f"/{guard}" not in paths:
                paths[f"/{guard}"] = {"get": _guarded(guard, self._secured_by(operation))}
        return paths


def _guarded(guard: str, security: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {"operationId": guard, "security": security, "responses": {"default": {"description": ""}}}


def _stand_in(name: str) -> dict[str, str]:
    return {"type": "apiKey", "in": "header", "name": name, NAME: name}


def _described(document: Document, node: Any) -> Mapping[str, Any]:
    try:
        scheme = document.resolve(node)
    except DocumentError:
        return {}
    return scheme if isinstance(scheme, Mapping) else {}


class Route(NamedTuple):
    """Where a request was routed: the API, the operation, the path as sent, the texts of its parameters."""

    # A tuple, as are `Request` and `Reading`: one is made for each request, and tuples are made fastest.
    mount: Mount
    operation: Operation
    path: str
    path_values: Mapping[str, str]
