"""One ready-to-paste request per operation, made from the document's own examples."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from vertrag.contract.loading.document import Document
from vertrag.contract.operations import Operation
from vertrag.contract.paths import parted
from vertrag.contract.reading.parameters import Parameter
from vertrag.errors import VertragError
from vertrag.serve.composing.encoding import Texts, encoded, is_read_as_meant, joined
from vertrag.serve.mounts import Mount
from vertrag.serve.session_names import HEADER
from vertrag.serve.showing.sample_bodies import sample_body
from vertrag.serve.showing.suggestions import suggestions
from vertrag.serve.showing.ways_in import TOKEN, proofs

_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_SESSION = "demo"
_UNDECLARED = "1"  # fills a path expression that no parameter describes: a number and a text

# What can be wrong with a description that the contract could not use either.
_MISDESCRIBED = (VertragError, LookupError, TypeError, ValueError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Sample:
    """A request that the contract allows; its texts hold `TOKEN` where a credential belongs.

    `options` are more words for curl, each with its text: the body, and a user with a password.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    options: tuple[tuple[str, str], ...] = ()

    def curl(self, origin: str, token_command: str = TOKEN) -> str:
        """The request as a command for a POSIX shell."""
        words = ["curl", *self._method()]
        if re.search(r"/\.\.?(?=[/?]|$)", self.path):
            words.append("--path-as-is")  # else curl resolves dot segments
        for name, text in self.headers.items():
            # A name with a semicolon is curl's spelling of an empty header.
            words += ["-H", _quoted(f"{name}: {text}" if text else f"{name};", token_command)]
        for option, text in self.options:
            words += [option, _quoted(text, token_command)]
        return " ".join([*words, _quoted(origin + self.path, token_command)])

    def _method(self) -> list[str]:
        if self.method == "HEAD":
            return ["-I"]  # -X HEAD would wait for a body
        has_body = any(option != "-u" for option, _ in self.options)
        return [] if self.method == ("POST" if has_body else "GET") else ["-X", self.method]


def sample_line(mount: Mount, operation: Operation, origin: str, token_command: str) -> str:
    """The request to an operation as a command, or a comment that says why there is none."""
    try:
        return sample(mount, operation).curl(origin, token_command)
    except _MISDESCRIBED as error:
        return one_line(f"# no request could be made: {error}")


def one_line(text: str) -> str:
    """The text without line ends and control characters, which a terminal or a shell would obey."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def sample(mount: Mount, operation: Operation) -> Sample:
    """A request to the operation; values that the document does not give are invented."""
    document = mount.contract.document
    texts: dict[str, Texts] = {
        each: [] for each in ("path", "query", "querystring", "header", "cookie", "user")
    }
    for parameter, node in _required(document, operation):
        texts[parameter.location] += _texts(document, parameter, node)
    if mount.require_auth:
        for proof in proofs(document, operation):
            texts[proof.place].append((proof.name, proof.value))
    body = sample_body(document, operation)
    headers = dict(texts["header"])
    if mount.sessions.strict:
        headers[HEADER] = _SESSION
    if texts["cookie"]:
        headers["Cookie"] = joined(texts["cookie"], "; ")
    if body.content_type:
        headers["Content-Type"] = body.content_type
    whole = [text for _, text in texts["querystring"]]  # OAS 3.2: one parameter is all of the query
    path, fixed, _ = (_filled(each, dict(texts["path"])) for each in parted(operation.path))
    written = {name for name, _ in texts["query"]}
    fixed = "&".join(each for each in fixed.split("&") if each.partition("=")[0] not in written)
    query = "&".join(filter(None, [fixed, *whole, joined(texts["query"], "&")]))
    asked = f"?{query}" if query else ""
    user = tuple(("-u", f"{name}:{password}") for name, password in texts["user"])
    return Sample(operation.method, f"{mount.base_path}{path}{asked}", headers, (*user, *body.options))


def _filled(template: str, values: Mapping[str, str]) -> str:
    pieces = _EXPRESSION.split(template)
    pieces[::2] = [quote(literal, safe="/:@%~!$&'()*+,;=") for literal in pieces[::2]]
    pieces[1::2] = [values.get(name) or _UNDECLARED for name in pieces[1::2]]
    return "".join(pieces)


def _required(document: Document, operation: Operation) -> Iterator[tuple[Parameter, Any]]:
    """The required parameters, each with its node in the document."""
    nodes = _nodes(document, operation)
    for location, parameters in operation.parameters.items():
        for parameter in parameters:
            if parameter.required:
                yield parameter, nodes.get((location, parameter.sent_as))


def _nodes(document: Document, operation: Operation) -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {}
    item = document.resolve(document.tree["paths"][operation.path])
    for owner in (item, operation.node):  # an operation's own replace its path's
        listed = owner.get("parameters")
        for described in listed if isinstance(listed, list) else ():
            node = _resolved(document, described)
            location, name = str(node.get("in")), str(node.get("name"))
            found[location, name.lower() if location == "header" else name] = node
    return found


def _resolved(document: Document, described: Any) -> Mapping[str, Any]:
    """The node of a parameter; nothing where it is broken, which is among the contract's defects."""
    try:
        node = document.resolve(described)
    except VertragError:
        return {}
    return node if isinstance(node, Mapping) else {}


def _texts(document: Document, parameter: Parameter, node: Any) -> Texts:
    """The first suggestion that the contract reads as it is meant, else the first of all."""
    first: Texts | None = None
    for value in suggestions(document, node):
        texts = encoded(parameter, value)
        if is_read_as_meant(parameter, texts):
            return texts
        first = first or texts
    return first or encoded(parameter, _UNDECLARED)


def _quoted(text: str, token_command: str) -> str:
    """The text as one word for a shell, in which only our own command is run."""
    if TOKEN not in text:
        return shlex.quote(text)
    pieces = [piece.translate(_ESCAPES) for piece in text.split(TOKEN)]
    return '"' + token_command.join(pieces) + '"'


_ESCAPES = str.maketrans({character: f"\\{character}" for character in '"\\$`'})
