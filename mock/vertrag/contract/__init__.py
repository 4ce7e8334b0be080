"""The contract: one OpenAPI document, compiled once and executed often."""
