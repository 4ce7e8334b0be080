"""The tables of the world: read once, when first needed."""

import json
from functools import cache
from typing import Any

import yaml

from vertrag.shipped import folder

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast; absent where libyaml is


@cache
def table(name: str) -> Any:
    """The data of a file in fixtures/, by its name with suffix."""
    path = folder("fixtures") / name
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
