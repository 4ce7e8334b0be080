from typing import Any

from vertrag import __version__
from vertrag.errors import StoreError


def test_it_is_healthy_and_has_a_version(send: Any) -> None:
    assert send("GET", "/_vertrag/health").json() == {"status": "ok"}
    assert send("GET", "/_vertrag/version").json() == {"version": __version__}


def test_a_store_that_does_not_answer_makes_it_ill(send: Any, sessions: Any) -> None:
    class Broken:
        def version(self, _: str) -> int:
            raise StoreError("gone")

    sessions.store = Broken()
    assert send("GET", "/_vertrag/health").status_code == 503


def test_metrics_are_lines_that_prometheus_reads(send: Any) -> None:
    send("POST", "/notes", "x", session="a")
    send("GET", '/nowhere"\\')
    response = send("GET", "/_vertrag/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4"
    assert response.text.splitlines()[2:4] == [
        'vertrag_requests_total{operation="",status="404"} 1',
        'vertrag_requests_total{operation="addNote",status="200"} 1',
    ]
    assert "vertrag_sessions 1" in response.text.splitlines()
