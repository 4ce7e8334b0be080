"""The handlers of the control API by operationId, and its document."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from vertrag.control.steering import Steering
from vertrag.control.surface import Surface
from vertrag.control.verification import Verification
from vertrag.control.vitals import Vitals
from vertrag.exchange import Call, Handler, Reply
from vertrag.journal import Journal
from vertrag.state.sessions import Sessions

BASE_PATH: Final = "/_vertrag"
"""Where the control API lies, as its document says."""
DOCUMENT: Final = Path(__file__).with_name("control.yaml")


def handlers(sessions: Sessions, journal: Journal, surface: Surface) -> dict[str, Handler]:
    """What answers each operation for the sessions, the journal and what else a server has."""
    steering = Steering(sessions, journal, surface)
    verification = Verification(journal)
    vitals = Vitals(sessions, journal)
    deeds: dict[str, Handler] = {
        "getHealth": vitals.health,
        "getVersion": vitals.version,
        "getMetrics": vitals.metrics,
        "listSessions": steering.listed,
        "getSession": steering.shown,
        "deleteSession": steering.deleted,
        "getSnapshot": steering.snapshot,
        "putSnapshot": steering.restored,
        "loadScenario": steering.loaded,
        "setClock": steering.clock_set,
        "resetClock": steering.clock_reset,
        "travel": steering.travelled,
        "listFaults": steering.faults,
        "addFault": steering.fault_added,
        "clearFaults": steering.faults_cleared,
        "getJournal": verification.journal,
        "clearJournal": verification.cleared,
        "verify": verification.verified,
    }
    return {name: partial(_never_remembered, deed) for name, deed in deeds.items()}


def _never_remembered(deed: Callable[[Call], Reply], call: Call) -> Reply:
    """What the deed replies; it depends on more than the call, so nobody may keep it."""
    reply = deed(call)
    return replace(reply, headers=(*reply.headers, ("cache-control", "no-store")))
