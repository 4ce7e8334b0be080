"""Reads an OpenAPI document, and knows its version, its base path and where its references lead."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from vertrag.contract.nesting import is_too_deep
from vertrag.contract.sources import Source, read
from vertrag.errors import DocumentError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads some ten times faster


class _JsonLikeLoader(_Loader):  # type: ignore[misc]  # the base is chosen at run time
    """YAML as OAS 3.1 §4.1 wants it: what YAML and JSON share; so no dates, and `no` is Norway."""


_JsonLikeLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}
_JsonLikeLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


@dataclass(frozen=True)
class Document:
    """One OpenAPI document as its author wrote it.

    `tree` is the parsed document and must not be changed; `source` says where it came from.
    """

    tree: Mapping[str, Any]
    source: str

    @property
    def name(self) -> str:
        """A short name for people: the file's, without its suffix."""
        return Path(urlsplit(self.source).path).stem or "document"

    @property
    def title(self) -> str:
        """The document's own title, else its name."""
        info = self.tree.get("info")
        title = info.get("title") if isinstance(info, Mapping) else None
        return str(title or self.name)

    @property
    def version(self) -> tuple[int, int]:
        """Major and minor version of OpenAPI, such as (3, 0)."""
        major, minor = str(self.tree["openapi"]).split(".")[:2]
        return int(major), int(minor)

    @property
    def base_path(self) -> str:
        """The path of the first server, variables filled in, without a trailing slash; "" for none."""
        servers = self.tree.get("servers")
        if not isinstance(servers, list) or not servers or not isinstance(servers[0], Mapping):
            return ""
        url = str(servers[0].get("url", ""))
        for variable, known in (servers[0].get("variables") or {}).items():
            url = url.replace("{" + variable + "}", str(known.get("default", "")))
        path = unquote(urlsplit(url).path).rstrip("/")
        return path if not path or path.startswith("/") else "/" + path

    def resolve(self, node: Any) -> Any:
        """The node that a Reference Object points to, through chains; other nodes as they are."""
        seen: set[str] = set()
        while isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
            reference = node["$ref"]
            if reference in seen:
                raise DocumentError(f"{self.source}: $ref {reference!r} refers to itself")
            seen.add(reference)
            node = self.at(reference)
        return node

    def at(self, reference: str) -> Any:
        """What lies at a reference of the form `#/components/schemas/Pet` (RFC 6901)."""
        if not reference.startswith("#"):
            raise DocumentError(
                f"{self.source}: $ref {reference!r} leads out of the document",
                hint="bundle the document into one file first",
            )
        node: Any = self.tree
        for token in pointer_tokens(reference[1:]):
            node = _step(node, token)
            if node is _NOTHING:
                raise DocumentError(f"{self.source}: $ref {reference!r} leads nowhere")
        return node

    def pointer(self, node: Any, pointer: str) -> str:
        """Where a node really stands: the target of its reference, else `pointer` itself."""
        seen: set[str] = set()
        while isinstance(node, Mapping) and isinstance(node.get("$ref"), str) and node["$ref"] not in seen:
            seen.add(node["$ref"])
            pointer = unquote(node["$ref"][1:])
            node = self.at(node["$ref"])
        return pointer


_NOTHING = object()


def _step(node: Any, token: str) -> Any:
    if isinstance(node, Mapping):
        return node.get(token, _NOTHING)
    if isinstance(node, list) and token.isdecimal() and int(token) < len(node):
        return node[int(token)]
    return _NOTHING


def pointer_tokens(pointer: str) -> Iterator[str]:
    """The unescaped tokens of a JSON pointer, which may come percent-encoded from a URI fragment."""
    for token in unquote(pointer).split("/")[1:]:
        yield token.replace("~1", "/").replace("~0", "~")


def escape(token: str) -> str:
    """A key as a JSON pointer token (RFC 6901 §3)."""
    return token.replace("~", "~0").replace("/", "~1")


def load(where: str) -> Document:
    """The document at a path or URL, or the shipped one of that name.

    Raises `DocumentError` where it cannot be read, is neither JSON nor YAML, or is no OpenAPI 3.
    """
    return from_bytes(read(where).content, where)


def from_bytes(content: bytes, source: str) -> Document:
    """The document in these bytes; `source` names them in messages."""
    return from_tree(parse(content, source), source)


def from_tree(tree: Any, source: str = "document") -> Document:
    """The document in an already parsed tree."""
    if not isinstance(tree, Mapping) or not ("openapi" in tree or "swagger" in tree):
        raise DocumentError(
            f"{source} is no OpenAPI document", hint="it has no 'openapi' field at its top (OAS §4.8.1)"
        )
    if not re.match(r"3\.\d+(\.|$)", str(tree.get("openapi", ""))):
        version = tree.get("openapi", tree.get("swagger"))
        raise DocumentError(
            f"{source} says it is version {version!r} of OpenAPI", hint="vertrag reads 3.0, 3.1 and 3.2"
        )
    if not isinstance(tree.get("paths", {}), Mapping):
        raise DocumentError(f"{source}: 'paths' is no object")
    return Document(tree, source)


def parse(content: bytes, source: str) -> Any:
    """The tree in these bytes; `DocumentError` where they are neither JSON nor YAML."""
    text = Source(content, source).text
    if text.lstrip().startswith(("{", "[")):
        try:
            return json.loads(text)
        except ValueError:
            pass  # YAML flow style starts alike
        except RecursionError:
            raise DocumentError(f"{source} is nested too deeply") from None
    try:
        if is_too_deep(text):
            raise DocumentError(f"{source} is nested too deeply")
        return _with_text_keys(yaml.load(text, Loader=_JsonLikeLoader), {})  # noqa: S506 - derives from the safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        raise DocumentError(
            f"{source}{place} is neither JSON nor YAML: {getattr(error, 'problem', None) or error}"
        ) from error
    except (RecursionError, ValueError, TypeError, LookupError) as error:
        # What the YAML library itself trips over: endless nesting, unhashable keys, impossible numbers.
        raise DocumentError(f"{source} cannot be read: {type(error).__name__}: {error}") from None


def _with_text_keys(node: Any, done: dict[int, Any]) -> Any:
    # YAML reads the key 200 as a number; JSON has text keys only, and so has OpenAPI. What aliases share
    # stays shared: a few lines of nested aliases would else grow beyond any memory.
    if not isinstance(node, dict | list):
        return node
    if id(node) not in done:
        if isinstance(node, dict):
            done[id(node)] = {_text_key(key): _with_text_keys(value, done) for key, value in node.items()}
        else:
            done[id(node)] = [_with_text_keys(item, done) for item in node]
    return done[id(node)]


def _text_key(key: Any) -> str:
    return key if isinstance(key, str) else json.dumps(key) if isinstance(key, bool | None) else str(key)
