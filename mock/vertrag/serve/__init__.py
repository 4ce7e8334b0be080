"""HTTP in, HTTP out: one or more contracts served by Connexion and our own middleware."""

import sys
import warnings

# Connexion imports httpx, and httpx its command line with rich, click and pygments: a tenth of a second at
# every start. Where that cannot be imported httpx does without; so for this moment it cannot.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

with warnings.catch_warnings():
    # Connexion 3.3 imports Starlette's test client and jsonschema's RefResolver; both announce their end. It
    # is imported here first, whichever module of the room is asked for, so that no terminal shows that.
    warnings.simplefilter("ignore")
    import connexion  # noqa: F401

if sys.modules["httpx._main"] is None:
    del sys.modules["httpx._main"]
