from pathlib import Path

from vertrag.config import ServeSettings
from vertrag.contract.document import load
from vertrag.credentials import Authority
from vertrag.serve.preparation import mount

KEY = "a key for the tests of the server"


def test_a_vendors_document_gets_the_vendors_handlers_and_errors() -> None:
    (mounted,) = mount([load("enneo-mind")], ServeSettings(), Authority(KEY))
    assert {"getTicket", "getTicketHistory"} <= set(mounted.handlers)
    assert mounted.error_body is not None


def test_all_documents_share_the_sessions_that_the_settings_describe(tmp_path: Path) -> None:
    settings = ServeSettings(
        store=f"sqlite:///{tmp_path / 'state.db'}",
        isolation="strict",
        session_lifetime=9,
        seed=5,
        customers=7,
    )
    first, second = mount([load("enneo-mind"), load("zoho-desk")], settings, Authority(KEY))
    sessions = first.sessions
    assert second.sessions is sessions
    assert (sessions.strict, sessions.lifetime) == (True, 9)
    assert sessions.world.customers == 7
    assert (tmp_path / "state.db").exists()
    sessions.store.close()
