"""One ready-to-paste request per operation, made from the document's own examples."""

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from vertrag.contract.document import Document
from vertrag.contract.media import essence_of, is_json
from vertrag.contract.operations import Operation
from vertrag.invent.values import Impossible, invent
from vertrag.serve.mounts import Mount

TOKEN = "$(vertrag token)"  # noqa: S105 - the command that makes one, not a token


@dataclass(frozen=True, slots=True)
class Sample:
    """A request that the contract allows; `headers` may hold `TOKEN` where a credential belongs."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def curl(self, origin: str, token_command: str = TOKEN) -> str:
        """The request as a command for a POSIX shell."""
        words = ["curl"]
        if self.method != ("POST" if self.body else "GET"):
            words.append(f"-X {self.method}")
        words += [f"-H {_quoted(f'{name}: {text}', token_command)}" for name, text in self.headers.items()]
        if self.body:
            words.append(f"-d {_quoted(self.body, token_command)}")
        words.append(shlex.quote(origin + self.path))
        return " ".join(words)


def sample(mount: Mount, operation: Operation) -> Sample:
    """A request to the operation; values that the document does not give are invented."""
    document = mount.contract.document
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    path = operation.path
    for name, location, text in _parameters(document, operation):
        if location == "path":
            path = path.replace("{" + name + "}", quote(text, safe=""))
        elif location == "query":
            query[name] = text
        elif location == "header":
            headers[name] = text
    if mount.require_auth:
        _add_credential(document, operation, headers, query)
    media_type, body = _body(document, operation)
    if media_type and media_type != "application/x-www-form-urlencoded":
        headers["Content-Type"] = media_type
    asked = f"?{urlencode(query)}" if query else ""
    return Sample(operation.method, f"{mount.base_path}{path}{asked}", headers, body)


def _parameters(document: Document, operation: Operation) -> Iterator[tuple[str, str, str]]:
    """The required parameters: name, location, text."""
    item = document.resolve(document.tree["paths"][operation.path])
    described = [*(item.get("parameters") or ()), *(operation.node.get("parameters") or ())]
    for node in map(document.resolve, described):
        if node.get("required") is True:
            yield node["name"], node["in"], _text(_example(document, node))


def _example(document: Document, node: Mapping[str, Any]) -> Any:
    value = _plain_example(document, node)
    schema = document.resolve(node.get("schema"))
    if not isinstance(value, Mapping) or not isinstance(schema, Mapping):
        return value
    members = schema.get("properties") or {}
    # `x-credential: true` marks a member that proves something, which no example can.
    resolved = {name: document.resolve(member) for name, member in members.items()}
    credentials = {
        name for name, each in resolved.items() if isinstance(each, Mapping) and each.get("x-credential")
    }
    return {name: TOKEN if name in credentials else member for name, member in value.items()}


def _plain_example(document: Document, node: Mapping[str, Any]) -> Any:
    if "example" in node:
        return node["example"]
    for example in (node.get("examples") or {}).values():
        return document.resolve(example).get("value")
    try:
        return invent(document, node.get("schema"))
    except Impossible:
        return ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _body(document: Document, operation: Operation) -> tuple[str, str]:
    described = document.resolve(operation.node.get("requestBody") or {})
    for media_type, node in (described.get("content") or {}).items():
        value = _example(document, document.resolve(node))
        essence = essence_of(media_type)
        if essence == "application/x-www-form-urlencoded" and isinstance(value, Mapping):
            return essence, "&".join(f"{name}={_text(member)}" for name, member in value.items())
        if is_json(essence):
            return media_type, json.dumps(value, ensure_ascii=False)
    return "", ""


def ways_in(mount: Mount) -> list[str]:
    """How a request may prove itself: one text per alternative that the operations offer."""
    document = mount.contract.document
    found: dict[str, None] = {}
    for operation in mount.contract.operations:
        for requirement in operation.security:
            proofs = [_credential(document, name) for name in requirement]
            texts = [f"?{name}={value}" if query else f"{name}: {value}" for query, name, value in proofs]
            found[" and ".join(texts) or "nothing"] = None
    return [text.replace(TOKEN, "TOKEN") for text in found]


def _add_credential(
    document: Document, operation: Operation, headers: dict[str, str], query: dict[str, str]
) -> None:
    """The credentials of the first requirement that the operation offers."""
    for scheme in next(iter(operation.security), {}):
        in_query, name, value = _credential(document, scheme)
        (query if in_query else headers)[name] = value


def _credential(document: Document, name: str) -> tuple[bool, str, str]:
    """What satisfies a scheme: whether it goes into the query, its name there or as a header, its value."""
    components = document.tree.get("components") or {}
    scheme = document.resolve((components.get("securitySchemes") or {}).get(name) or {})
    known = scheme.get("x-known-values")
    value = str(known[0]) if known else TOKEN
    prefix = scheme.get("x-authentication-scheme")
    if scheme.get("type") != "apiKey" or prefix:
        return False, "Authorization", f"{prefix or _word(scheme)} {value}"
    if scheme.get("in") == "cookie":
        return False, "Cookie", f"{scheme.get('name')}={value}"
    return scheme.get("in") == "query", str(scheme.get("name")), value


def _word(scheme: Mapping[str, Any]) -> str:
    return str(scheme.get("scheme")).title() if scheme.get("type") == "http" else "Bearer"


def _quoted(text: str, token_command: str) -> str:
    """The text as one word for a shell, in which only our own command is run."""
    if TOKEN not in text:
        return shlex.quote(text)
    pieces = [piece.translate(_ESCAPES) for piece in text.split(TOKEN)]
    return '"' + token_command.join(pieces) + '"'


_ESCAPES = str.maketrans({character: f"\\{character}" for character in '"\\$`'})
