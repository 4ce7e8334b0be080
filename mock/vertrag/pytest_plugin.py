"""For other people's tests: a mock with a session for each test, and a test for each operation of a contract.

What to serve is in `vertrag.toml` in the root folder of the tests, or in pytest's own settings as
`vertrag_documents`. Nothing of vertrag is imported before a test asks for it.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # the plugin is loaded in every run of pytest; what it needs takes half a second
    from vertrag.fuzz.options import FuzzOptions
    from vertrag.fuzz.verdicts import Verdict
    from vertrag.in_process import Mock, MockSession

_DOCUMENTS = "vertrag_documents"
_MARK = "vertrag"
_VERDICT = "vertrag_verdict"
_SEED = 1  # the same tests every time


def pytest_configure(config: pytest.Config) -> None:
    """Tell of the marker."""
    said = "a test for each operation of an OpenAPI document, with the fixture vertrag_verdict"
    config.addinivalue_line(
        "markers", f"{_MARK}(document, url=..., app=..., only=..., codes=..., walks_alone=...): {said}"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each operation of the marker's document."""
    marker = metafunc.definition.get_closest_marker(_MARK)
    if marker is None or _VERDICT not in metafunc.fixturenames:
        return
    from vertrag.contract.loading.document import load
    from vertrag.contract.operations import compile_contract

    document = _located(metafunc.config.rootpath, str(marker.args[0]))
    labels = [operation.label for operation in compile_contract(load(document)).operations]
    only = marker.kwargs.get("only")
    chosen = [label for label in labels if only in (None, label)]
    metafunc.parametrize(_VERDICT, chosen, ids=chosen, indirect=True)


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
    documents = tuple(_located(root, name) for name in named)
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


@pytest.fixture(scope="session")
def vertrag_url() -> str | None:
    """Where the implementation is that marked tests are about; to be replaced by a fixture of one's own."""
    return None


@pytest.fixture(scope="session")
def _vertrag_hosts() -> Iterator[Any]:
    """The URL of an ASGI application, served for as long as the suite runs."""
    from vertrag.hosting import hosted

    urls: dict[int, str] = {}
    with ExitStack() as open_hosts:

        def url_of(application: Any) -> str:
            if id(application) not in urls:
                urls[id(application)] = open_hosts.enter_context(hosted(application))
            return urls[id(application)]

        yield url_of


@pytest.fixture
def vertrag_verdict(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    vertrag_url: str | None,
    _vertrag_hosts: Any,
) -> "Verdict":
    """What fuzzing found of one operation: `vertrag_verdict.check()` fails with all of it."""
    from dataclasses import replace

    from vertrag.fuzz.verdicts import Verdicts

    marker = request.node.get_closest_marker(_MARK)
    given = {"url": vertrag_url, **marker.kwargs}
    app, codes = given.pop("app", None), tuple(given.pop("codes", ()))
    given.pop("only", None)
    walks_alone = bool(given.pop("walks_alone", False))
    if app is not None:
        given["url"] = _vertrag_hosts(app)
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):  # one of several processes of pytest-xdist
        folder = folder.parent
    where = type(app).__qualname__ if app is not None else None
    options = _options(request.config.rootpath, str(marker.args[0]), given)
    options = replace(options, walks_alone=walks_alone)
    verdict = Verdicts(folder, where).of(options, request.param, codes)
    if verdict.skipped and not verdict.findings:
        pytest.skip(verdict.skipped)
    return verdict


def _options(root: Path, document: str, given: dict[str, Any]) -> "FuzzOptions":
    """What the marker asks for, over what `vertrag.toml` says of `[fuzz]`."""
    from dataclasses import fields, replace

    from vertrag.config import FuzzSettings, read_file, resolve
    from vertrag.errors import UsageError
    from vertrag.fuzz.options import from_settings

    known = [field.name for field in fields(FuzzSettings)]
    if unknown := sorted(given.keys() - set(known)):
        raise UsageError(f"the marker knows no {unknown[0]!r}", hint=f"it has {', '.join(known)}")
    settings = resolve(FuzzSettings, file=read_file(None, root)).settings
    values: dict[str, Any] = {"document": _located(root, document)}
    for name, value in given.items():
        if value is not None:
            values[name] = tuple(value) if isinstance(value, list) else value
    settings = replace(settings, **values)
    return from_settings(settings if settings.seed is not None else replace(settings, seed=_SEED))


def _located(root: Path, name: str) -> str:
    return str(root / name) if (root / name).exists() else name
