"""vertrag: a mock server and a fuzzer made from the same OpenAPI document."""

from typing import Any

from vertrag.errors import Refused
from vertrag.exchange import GONE, Call, Reply

__all__ = ["GONE", "Call", "Mock", "Refused", "Reply"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`Mock`, which brings the whole server along, when it is asked for."""
    if name == "Mock":
        from vertrag.in_process import Mock

        return Mock
    raise AttributeError(f"module 'vertrag' has no attribute {name!r}")
