"""How values are told in what a law found: as JSON has them."""

import json
from typing import Any


def as_json(value: Any) -> str:
    """The value as its sender wrote it: `null` and `"a"`, not how this program keeps it."""
    return json.dumps(value, ensure_ascii=False, default=str)
