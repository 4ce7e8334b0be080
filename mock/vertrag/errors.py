"""What can go wrong, by who erred.

    VertragError
    ├── UsageError       the caller of the command: a flag, a path, a port
    ├── DocumentError    the OpenAPI document: unreadable, not OpenAPI, broken beyond serving
    ├── UpstreamError    the implementation under test: unreachable, not what was promised
    ├── StoreError       the database of the state: gone, full, locked for too long
    └── OurError         we: a defect of vertrag

A broken contract is no error: it is data (a violation, a finding). A handler that refuses a
request raises `Refused`, which becomes an answer in the document's own error schema.
"""


class VertragError(Exception):
    """Root of all errors that end a command: one line of cause, one of what to do next."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(VertragError):
    """The caller of the command asked for something that cannot be done."""


class DocumentError(VertragError):
    """The OpenAPI document cannot be read or is not one."""


class UpstreamError(VertragError):
    """The implementation under test cannot be reached or used."""


class StoreError(VertragError):
    """The database in which the state is kept cannot do its work now."""


class OurError(VertragError):
    """A defect of vertrag itself."""

    exit_code = 70  # EX_SOFTWARE of sysexits.h: nobody else's fault


class Refused(Exception):  # noqa: N818 - named after what happened to the request, as HTTP does
    """A handler refuses a request with an HTTP status; the server writes the body."""

    def __init__(self, status: int, detail: str, *, code: str = "") -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.code = code
