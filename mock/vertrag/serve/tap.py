"""Notes in the journal what was asked and answered."""

import time
from typing import Final

from starlette.types import Scope

from vertrag.journal import LONGEST, Journal, Noted, packed
from vertrag.serve.sending import Sent
from vertrag.serve.session_names import SESSION, named
from vertrag.state.sessions import SHARED

BODY: Final = "vertrag_body"
"""Where the body of a request lies in the extensions of an ASGI scope once it was read."""


def tap(journal: Journal, scope: Scope, operation: str, answer: Sent) -> None:
    """Note an exchange; `operation` is empty where the request led to none.

    The session is the one that was settled upon, else what the request names.
    """
    extensions = scope.get("extensions", {})
    body: bytes = extensions.get(BODY, b"")
    session = extensions.get(SESSION)
    if session is None:
        session = named(scope) or SHARED
    journal.note(
        Noted(
            time.time(),
            session,
            operation,
            scope["method"],
            scope["path"],
            scope["query_string"],
            packed(scope["headers"]),
            body[:LONGEST],
            answer.status,
            answer.headers,
            answer.body[:LONGEST],
        )
    )
