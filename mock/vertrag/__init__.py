"""vertrag: a mock server and a fuzzer made from the same OpenAPI document."""

__version__ = "0.1.0"
