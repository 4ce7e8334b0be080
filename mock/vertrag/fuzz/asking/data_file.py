"""Reads the values that `--data` names: rows that exist, and whatever else the tested server takes.

`${NAME}` is that variable of the environment, and a secret: no report shows it.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vertrag.contract.loading.notation import parse
from vertrag.errors import DocumentError, UsageError
from vertrag.exchange import Headers

Value = str | int | float | bool

_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Data:
    """Values by the name of a parameter or of a member of a body; `secrets` are variables that they hold."""

    values: Mapping[str, Value] = field(default_factory=dict)
    secrets: Headers = ()


def read_data(path: Path, environ: Mapping[str, str] = os.environ) -> Data:
    """The values in a YAML or JSON file; raises UsageError where it holds none, or no variable has one."""
    try:
        data = parse(path.read_bytes(), str(path))
    except (OSError, DocumentError) as error:
        raise UsageError(
            f"cannot read {path}: {error}", hint="--data names a file with `name: value`"
        ) from error
    if not isinstance(data, dict) or any(isinstance(value, dict | list) for value in data.values()):
        raise UsageError(
            f"{path} holds no values by name", hint="YAML or JSON, one line each: `customerId: 4711`"
        )
    named = (found for text in data.values() if isinstance(text, str) for found in _VARIABLE.findall(text))
    secrets = {name: filled_in(f"${{{name}}}", environ) for name in named}
    values = {
        str(name): filled_in(value, environ) if isinstance(value, str) else value
        for name, value in data.items()
        if value is not None
    }
    return Data(values, tuple(secrets.items()))


def filled_in(text: str, environ: Mapping[str, str]) -> str:
    """The text with the variables that it names; raises UsageError where one is not set."""

    def value(found: re.Match[str]) -> str:
        if not environ.get(found[1]):
            raise UsageError(
                f"the variable {found[1]} is not set",
                hint=f"export {found[1]}=...",
            )
        return environ[found[1]]

    return _VARIABLE.sub(value, text)
