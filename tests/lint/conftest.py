from collections.abc import Callable

import pytest

from vertrag.lint.inspection import inspect_text


@pytest.fixture
def codes() -> Callable[..., set[str]]:
    """The codes of what is wrong with the body of a document, whose head and gaps are no matter."""

    def found(body: str, version: str = "3.1.0") -> set[str]:
        head = f"openapi: {version}\ninfo: {{title: T, version: '1'}}\n"
        lints = inspect_text(head + body, "document").lints
        return {lint.rule.code for lint in lints if lint.rule.code < "V190"}

    return found
