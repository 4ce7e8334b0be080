"""Reads JSON, and YAML as far as it says what JSON can say."""

import json
import re
from typing import Any

import yaml

from vertrag.contract.loading.sources import Source
from vertrag.contract.reading.nesting import is_too_deep
from vertrag.errors import DocumentError

MOST_VALUES = 20_000_000
"""Of one document: more than any that people write, less than what fills the memory."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads some ten times faster


class _JsonLikeLoader(_Loader):  # type: ignore[misc]  # the base is chosen at run time
    """YAML as OAS 3.1 §4.1 wants it: what YAML and JSON share.

    So there are no dates, `no` is Norway, 12:30 is half past twelve, 01067 is in Dresden, and `=` is equal.
    """


_TAG = "tag:yaml.org,2002:"
_JsonLikeLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in (f"{_TAG}null", f"{_TAG}merge")]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}
for _name, _pattern, _firsts in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _JsonLikeLoader.add_implicit_resolver(f"{_TAG}{_name}", re.compile(f"^(?:{_pattern})$"), list(_firsts))
for _name, _construct in (
    # What JSON does not have is read as the nearest that it has.
    ("binary", _JsonLikeLoader.construct_scalar),
    ("timestamp", _JsonLikeLoader.construct_scalar),
    ("set", _JsonLikeLoader.construct_yaml_map),
    ("omap", _JsonLikeLoader.construct_yaml_seq),
    ("pairs", _JsonLikeLoader.construct_yaml_seq),
):
    _JsonLikeLoader.add_constructor(f"{_TAG}{_name}", _construct)


def parse(content: bytes, source: str) -> Any:
    """The value in these bytes; `DocumentError`, which names `source`, where there is none."""
    text = Source(content, source).text
    if text.lstrip().startswith(("{", "[")):
        try:
            return json.loads(text)
        except ValueError:
            pass  # YAML flow style starts alike
        except RecursionError:
            raise _too_deep(source) from None
    return _yaml(text, source)


def _yaml(text: str, source: str) -> Any:
    try:
        if is_too_deep(text):
            raise _too_deep(source)
        value, size = _with_text_keys(yaml.load(text, Loader=_JsonLikeLoader), {})  # noqa: S506 - derives from the safe loader
        if size > MOST_VALUES:
            raise DocumentError(
                f"{source} holds more than {MOST_VALUES} values once its aliases are written out",
                hint="refer to shared parts with $ref instead",
            )
        return value
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        raise DocumentError(
            f"{source}{place} is neither JSON nor YAML: {getattr(error, 'problem', None) or error}",
            hint="look at the lines before it, too: at indentation, tabs, quotes and brackets",
        ) from error
    except (RecursionError, ValueError, TypeError, LookupError) as error:
        # What the YAML library itself trips over: endless nesting, unhashable keys, impossible numbers.
        raise DocumentError(
            f"{source} cannot be read: {type(error).__name__}: {error}",
            hint="keys are texts, and numbers such as JSON has them",
        ) from None


def _too_deep(source: str) -> DocumentError:
    return DocumentError(f"{source} is nested too deeply", hint="take parts out, and refer to them with $ref")


def _with_text_keys(node: Any, done: dict[int, tuple[Any, int]]) -> tuple[Any, int]:
    """The node with text keys, and how many values it holds once aliases are written out.

    YAML reads the key 200 as a number; JSON has text keys only, and so has OpenAPI. What aliases share stays
    shared: a few lines of nested aliases would else grow beyond any memory.
    """
    if not isinstance(node, dict | list):
        return node, 1
    if id(node) not in done:
        parts = [_with_text_keys(part, done) for part in (node.values() if isinstance(node, dict) else node)]
        values = [value for value, _ in parts]
        texts = dict(zip(map(_text_key, node), values, strict=True)) if isinstance(node, dict) else values
        done[id(node)] = texts, 1 + sum(size for _, size in parts)
    return done[id(node)]


def _text_key(key: Any) -> str:
    return key if isinstance(key, str) else json.dumps(key) if isinstance(key, bool | None) else str(key)
