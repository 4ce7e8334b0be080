"""Reads JSON, and YAML as far as it says what JSON can say."""

import json
from typing import Any

import yaml

from vertrag.contract.loading.sources import Source
from vertrag.contract.loading.yaml_text import value_of
from vertrag.errors import DocumentError

MOST_VALUES = 20_000_000
"""Of one document: more than any that people write, less than what fills the memory."""


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
        value, size = value_of(text)
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
    except RecursionError:
        raise _too_deep(source) from None
    except (ValueError, TypeError, LookupError) as error:
        # What Python or the YAML library itself trips over: numbers of thousands of digits, odd escapes.
        raise DocumentError(
            f"{source} cannot be read: {type(error).__name__}: {error}",
            hint="keys are texts, and numbers such as JSON has them",
        ) from None


def _too_deep(source: str) -> DocumentError:
    return DocumentError(f"{source} is nested too deeply", hint="take parts out, and refer to them with $ref")
