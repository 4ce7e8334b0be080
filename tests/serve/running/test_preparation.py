from dataclasses import replace
from pathlib import Path

import pytest

from vertrag.config import ServeSettings
from vertrag.contract.loading.document import load
from vertrag.credentials import AnyCredential, Authority
from vertrag.errors import UsageError
from vertrag.serve.mounts import Mount
from vertrag.serve.running.preparation import faults_in, mount, prepare, sessions_of

KEY = "a key for the tests of the server"


def mounted_by(settings: ServeSettings, *names: str) -> list[Mount]:
    return mount([load(name) for name in names], settings, Authority(KEY), sessions_of(settings))


def test_a_vendors_document_gets_the_vendors_handlers_and_errors() -> None:
    (mounted,) = mounted_by(ServeSettings(), "enneo-mind")
    assert {"getTicket", "getTicketHistory"} <= set(mounted.handlers)
    assert mounted.error_body is not None


def test_credentials_are_verified_only_for_documents_that_come_with_vertrag(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("openapi: 3.0.3\npaths: {}\n")
    settings = ServeSettings(documents=("enneo-mind", str(path)), key=KEY)
    (shipped, own), authority = prepare(settings)
    assert (shipped.authority, type(own.authority)) == (None, AnyCredential)
    assert type(authority) is Authority
    (own,), _ = prepare(replace(settings, documents=(str(path),), auth="on"))
    assert own.authority is None


@pytest.mark.parametrize("written", ["{", "status: 503", "[1]", "- {status: 1000}", "- {delay: 5}", None])
def test_a_file_that_lists_no_faults_is_said(tmp_path: Path, written: str | None) -> None:
    file = tmp_path / "faults.yaml"
    if written is not None:
        file.write_text(written)
    with pytest.raises(UsageError, match="cannot take faults from"):
        faults_in(file)


def test_faults_of_a_file_meet_all_sessions(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "faults.yaml"
    file.write_text("- {operation: getTickets, latency: {uniform: [1, 5]}}\n- {rate: 0.1, status: 503}\n")
    (mounted,), _ = prepare(ServeSettings(("enneo-mind",), faults=str(file), key=KEY))
    assert [fault.operation for fault in mounted.sessions.faults] == ["getTickets", ""]
    assert caplog.messages == ["a fault of 'getTickets' meets nobody: no operation is called so"]


def test_own_handlers_answer_before_those_of_a_vendor(tmp_path: Path) -> None:
    file = tmp_path / "my_api.py"
    file.write_text("def getTicket(call):\n    return {}\n")
    (plain,) = mounted_by(ServeSettings(), "enneo-mind")
    (mounted,) = mounted_by(ServeSettings(handlers=str(file)), "enneo-mind")
    assert set(mounted.handlers) == set(plain.handlers)
    assert mounted.handlers["getTicket"] is not plain.handlers["getTicket"]
    assert mounted.handlers["getTicketHistory"] is plain.handlers["getTicketHistory"]


def test_all_documents_share_the_sessions_that_the_settings_describe(tmp_path: Path) -> None:
    settings = ServeSettings(
        store=f"sqlite:///{tmp_path / 'state.db'}",
        isolation="strict",
        session_lifetime=9,
        seed=5,
        customers=7,
    )
    first, second = mounted_by(settings, "enneo-mind", "zoho-desk")
    sessions = first.sessions
    assert second.sessions is sessions
    assert (sessions.strict, sessions.lifetime) == (True, 9)
    assert sessions.world.customers == 7
    assert (tmp_path / "state.db").exists()
    sessions.store.close()


def test_ways_to_lie_are_plotted_for_every_document() -> None:
    settings = ServeSettings(sabotage=("S503", "S111"), show_sabotage=True)
    (mounted,) = mounted_by(settings, "socialboards-tickets")
    assert mounted.plot is not None
    assert {way.code for way in (*mounted.plot.ways, *mounted.plot.unfit)} == {"S503", "S111"}
    assert mounted.shows_sabotage


def test_a_vendors_document_is_served_in_its_profile_and_no_other_document_has_one(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("openapi: 3.0.3\npaths: {}\n")
    settings = ServeSettings((str(path), "zoho-desk"), key=KEY, profile=("zoho-desk=quirk",))
    (own, zoho), _ = prepare(settings)
    assert zoho.contract.document.tree["info"]["x-vertrag-profile"] == "quirk"
    assert "info" not in own.contract.document.tree
    with pytest.raises(UsageError, match="not served"):
        prepare(replace(settings, profile=("own=strict",)))


def test_a_correction_of_no_operation_is_said_at_the_start(caplog: pytest.LogCaptureFixture) -> None:
    settings = ServeSettings(corrections=(("GET /nowhere", False), ("getTicket", False)))
    mount([load("enneo-mind")], settings, Authority("k" * 32), sessions_of(settings))
    assert [record.getMessage() for record in caplog.records] == [
        "the correction of 'GET /nowhere' changes nothing: no operation is called so"
    ]
