from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.schemas import Schemas
from vertrag.invent.values import invent

Make = Callable[..., Any]


@pytest.fixture
def make() -> Make:
    """Invents a value for a schema, beside other named ones, and lets the judge of the server judge it."""

    def make(schema: Any, named: dict[str, Any] | None = None, version: str = "3.1.0", **asked: Any) -> Any:
        document = from_tree({"openapi": version, "components": {"schemas": {**(named or {}), "It": schema}}})
        value = invent(document, schema, **asked)
        validator = Schemas(document).validator("/components/schemas/It", asked.get("direction", "response"))
        assert validator is not None
        assert validator.accepts(value), value
        return value

    return make
