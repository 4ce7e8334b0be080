"""HTTP in, HTTP out: one or more contracts served by Connexion and our own middleware."""

import warnings

with warnings.catch_warnings():
    # Connexion 3.3 imports Starlette's test client and jsonschema's RefResolver; both announce their end. It
    # is imported here first, whichever module of the room is asked for, so that no terminal shows that.
    warnings.simplefilter("ignore")
    import connexion  # noqa: F401
