"""Fixtures for other people's tests: a mock, a session of one's own for each test, and its journal.

What to serve is in `vertrag.toml` in the root folder of the tests, or in pytest's own settings as
`vertrag_documents`. Nothing of vertrag is imported before a test asks for it.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # the plugin is loaded in every run of pytest; what it needs takes half a second
    from vertrag.in_process import Mock, MockSession

_DOCUMENTS = "vertrag_documents"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let pytest's settings name the documents."""
    parser.addini(_DOCUMENTS, "OpenAPI documents that vertrag_mock serves", type="args", default=[])


@pytest.fixture(scope="session")
def vertrag_mock(request: pytest.FixtureRequest) -> Iterator["Mock"]:
    """A mock that all tests share; `vertrag.toml` and `VERTRAG_*` set it up, as for `vertrag serve`."""
    from vertrag.config import ServeSettings, read_file, resolve
    from vertrag.in_process import Mock

    root = request.config.rootpath
    settings = resolve(ServeSettings, file=read_file(None, root)).settings
    named = request.config.getini(_DOCUMENTS) or settings.documents
    documents = tuple(str(root / name) if (root / name).exists() else name for name in named)
    with Mock.from_settings(settings, documents) as mock:
        yield mock


@pytest.fixture
def vertrag_session(vertrag_mock: "Mock", request: pytest.FixtureRequest) -> Iterator["MockSession"]:
    """A session of the mock for this test alone, forgotten after it."""
    name = blake2b(request.node.nodeid.encode(), digest_size=8).hexdigest()
    session = vertrag_mock.session(f"test-{name}")
    yield session
    session.reset()


@pytest.fixture
def vertrag_journal(vertrag_session: "MockSession") -> Any:
    """What this test asked in its session: `vertrag_journal(operation="addPet", body={"name": "Rex"})`."""
    return vertrag_session.exchanges
