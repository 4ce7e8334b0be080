import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from vertrag.errors import UsageError
from vertrag.in_process import Mock

DOCS = Path(__file__).parent.parent / "docs"
KEY = "the key of the tests, long enough"


def shelf(folder: Path) -> Path:
    """The example of the page on handlers, in files."""
    page = (DOCS / "handlers.md").read_text(encoding="utf-8")
    for language, name in (("yaml", "shelf.yaml"), ("python", "shelf.py")):
        code = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
        assert code
        (folder / name).write_text(code[1], encoding="utf-8")
    return folder / "shelf.yaml"


def test_the_example_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    code = re.search(r"```python\n(.*?)```", (DOCS / "testing.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code
    exec(compile(code[1], "testing.md", "exec"), {})  # noqa: S102 - the page is ours


def test_asynchronous_code_has_a_client_too(tmp_path: Path) -> None:
    async def titles(mock: Mock) -> list[str]:
        async with mock.session("a").async_client() as client:
            await client.post("/books", json={"isbn": "1", "title": "Faust"})
            return [book["title"] for book in (await client.get("/books")).json()]

    with Mock(shelf(tmp_path), handlers=str(tmp_path / "shelf.py"), key=KEY) as mock:
        assert asyncio.run(titles(mock)) == ["Faust"]
        assert mock.client().get("/books").json() == []


def test_a_dropped_connection_is_what_a_client_would_see(tmp_path: Path) -> None:
    with Mock(shelf(tmp_path), key=KEY) as mock, mock.client() as client:
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/books", headers={"Prefer": "vertrag-connection=drop"})
        assert client.get("/books").status_code == 200


def test_an_answer_that_does_not_come_is_a_timeout_as_over_a_socket(tmp_path: Path) -> None:
    hang = {"Prefer": "vertrag-connection=hang"}
    with Mock(shelf(tmp_path), key=KEY) as mock, mock.client() as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get("/books", headers=hang, timeout=0.01)
        assert client.get("/books").status_code == 200


def test_a_session_that_is_reset_is_counted_from_the_beginning(tmp_path: Path) -> None:
    limit = {"Prefer": "vertrag-limit=1-per-60"}
    with Mock(shelf(tmp_path), key=KEY) as mock, mock.client("a") as client:
        assert [client.get("/books", headers=limit).status_code for _ in range(2)] == [200, 429]
        mock.session("a").reset()
        assert client.get("/books", headers=limit).status_code == 200


def test_the_application_is_one_for_clients_of_starlette(tmp_path: Path) -> None:
    with Mock(shelf(tmp_path), key=KEY) as mock, TestClient(mock.app) as client:
        assert client.get("/books", headers={"Prefer": "vertrag-latency=1"}).status_code == 200
        with pytest.raises(ConnectionResetError):
            client.get("/books", headers={"Prefer": "vertrag-connection=drop"})


def test_threads_share_a_mock(tmp_path: Path) -> None:
    with Mock(shelf(tmp_path), handlers=str(tmp_path / "shelf.py"), key=KEY) as mock:

        def put(number: int) -> int:
            with mock.client() as client:
                return client.post("/books", json={"isbn": str(number), "title": "x"}).status_code

        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(put, range(12))) == [201] * 12
        assert len(mock.client().get("/books").json()) == 12


def test_a_plain_client_says_where_it_cannot_be_used(tmp_path: Path) -> None:
    mock = Mock(shelf(tmp_path), key=KEY)
    with pytest.raises(UsageError, match="not open"):
        mock.client()

    async def inside() -> None:
        mock.client().get("/books")

    with mock:
        client = mock.client()
        with pytest.raises(UsageError, match="running event loop"):
            asyncio.run(inside())
    with pytest.raises(UsageError, match="not open"):
        client.get("/books")
    with pytest.raises(UsageError, match="not open"):
        mock.async_client()


def test_a_shipped_document_takes_the_tokens_of_the_mock() -> None:
    with Mock("enneo-mind", key=KEY) as mock, mock.client() as client:
        assert client.get("/ticket/376189").status_code == 401
        headers = {"Authorization": f"Bearer {mock.token()}"}
        assert client.get("/ticket/376189", headers=headers).json()["id"] == 376189


def test_a_setting_or_a_session_that_cannot_be_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no setting 'sede'"):
        Mock("zoho-desk", sede=7)
    with (
        Mock(shelf(tmp_path), key=KEY) as mock,
        pytest.raises(UsageError, match="no name of a session"),
    ):
        mock.session("a b")
