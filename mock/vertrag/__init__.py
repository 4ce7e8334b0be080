"""vertrag: a mock server and a fuzzer made from the same OpenAPI document."""

from vertrag.errors import Refused
from vertrag.exchange import GONE, Call, Reply

__all__ = ["GONE", "Call", "Refused", "Reply"]
__version__ = "0.1.0"
