"""The second opinion: openapi-core judges an exchange on its own, slowly and independently of us.

Where both judges agree, a verdict is certain; where they differ, one of them reads the document in a way
that the other does not, and the difference is worth a look. It costs milliseconds and is no hot path.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from vertrag.contract.content.media import FORM, essence_of
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import METHODS
from vertrag.contract.reading.parameters import NOT_PARAMETERS
from vertrag.errors import DocumentError
from vertrag.exchange import Request, Response

_ORIGIN = "http://second.opinion.invalid"
_READ = frozenset(
    {
        *("application/json", "application/vnd.api+json", "text/plain", "text/html"),
        *(FORM, "multipart/form-data"),
    }
)
"""Media types of which it makes the values that schemas speak of; of others it has bytes or elements."""


@dataclass(frozen=True)
class SecondOpinion:
    """openapi-core, ready to judge the exchanges of one document."""

    document: Document
    _openapi: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        from openapi_core import OpenAPI  # half a second to import, for those who ask

        try:
            object.__setattr__(self, "_openapi", OpenAPI.from_dict(_bare(self.document)))
        except Exception as error:
            raise DocumentError(f"{self.document.source}: openapi-core cannot read it: {error}") from error

    def on_request(self, request: Request) -> list[str] | None:
        """What it finds wrong with a request but its credentials; None where it cannot tell."""
        asked = _AskedRequest(request)
        if request.body and essence_of(asked.content_type) not in _READ:
            return None
        found = _survived(self._openapi.iter_request_errors(asked))
        errors = [error for error in found if not _is_about_no_parameter(error)]
        # The parts of one name it takes for a text, be they a list or not.
        is_in_parts = asked.content_type.startswith("multipart/") and any(map(_is_about_a_body, errors))
        return None if is_in_parts or any(map(_is_helpless, errors)) else list(_told(errors))

    def on_response(self, request: Request, response: Response) -> list[str] | None:
        """What it finds wrong with a response; None where it cannot tell."""
        answered = _AskedResponse(response)
        if response.body and essence_of(answered.content_type) not in _READ:
            return None
        asked = _AskedRequest(request), answered
        errors = list(_survived(self._openapi.iter_response_errors(*asked)))
        return None if any(map(_is_helpless, errors)) else list(_told(errors))


def knows_format(name: str) -> bool:
    """Whether openapi-core looks at a format: it takes any text for one that it does not know."""
    from openapi_schema_validator import oas30_format_checker

    return name in oas30_format_checker.checkers


def _bare(document: Document) -> dict[str, Any]:
    """The document without servers and security, at which openapi-core would else stop.

    Requests come below the base path, and credentials are judged where they can be verified.
    """
    paths = {
        path: {
            name: {**node, "security": [], "servers": []}
            if name in METHODS and isinstance(node, Mapping)
            else node
            for name, node in item.items()
            if name != "servers"
        }
        if isinstance(item := document.resolve(described), Mapping)
        else described
        for path, described in (document.tree.get("paths") or {}).items()
    }
    return {**document.tree, "servers": [{"url": _ORIGIN}], "security": [], "paths": paths}


def _told(errors: Iterable[Exception]) -> Iterator[str]:
    for error in errors:
        # A schema violation hides its reasons behind a sentence that names none.
        causes = getattr(error.__cause__, "schema_errors", ())
        if causes:
            yield from (str(cause.message) for cause in causes)
        else:
            yield f"{type(error).__name__}: {_words(error)}"


def _words(error: Exception) -> str:
    try:
        return str(error)
    except ValueError:  # what it wants to quote is no text
        return "what came cannot be read"


def _survived(errors: Iterator[Exception]) -> Iterator[Exception]:
    try:
        yield from errors
    except Exception as error:  # noqa: BLE001 - what it stumbles over it cannot have read as valid
        yield error


def _is_helpless(error: Exception) -> bool:
    """Whether an error is about what it cannot read, and not about what was sent.

    Some of its errors are no verdicts at all, but bodies that it had not reckoned with. It looks in vain for
    paths with a fragment, and for labels and matrices in a path that has led here; it knows no styles in some
    bodies, takes what a parameter without a type enumerates for texts, and leaves lists and objects the texts
    that they came as where it does not know their style.
    """
    from openapi_core.templating.paths.exceptions import PathError
    from openapi_core.validation.request.exceptions import InvalidParameter, MissingRequiredParameter

    if isinstance(error, PathError | AssertionError | TypeError | AttributeError | LookupError):
        return True
    if isinstance(error, MissingRequiredParameter):
        return error.location == "path"
    if isinstance(error, InvalidParameter):
        reasons = getattr(error.__cause__, "schema_errors", ())
        if any(_is_misread(each) for each in reasons):
            return True
    cause = error.__cause__
    return cause is not None and str(cause.__cause__ or cause.__context__) == "not available"


def _is_about_no_parameter(error: Exception) -> bool:
    """Whether it asks for a header that shall be ignored where it is described as a parameter."""
    is_header = getattr(error, "location", "") == "header"
    return is_header and str(getattr(error, "name", "")).lower() in NOT_PARAMETERS


def _is_misread(reason: Any) -> bool:
    if reason.validator in ("enum", "const"):
        return "type" not in reason.schema
    is_of_several = reason.validator == "type" and reason.validator_value in ("array", "object")
    return is_of_several and isinstance(reason.instance, str)


def _is_about_a_body(error: Exception) -> bool:
    from openapi_core.validation.request.exceptions import MissingRequestBodyError, RequestBodyValidationError

    return isinstance(error, RequestBodyValidationError) and not isinstance(error, MissingRequestBodyError)


class _AskedRequest:
    """A request in the form that openapi-core asks for."""

    def __init__(self, request: Request) -> None:
        from openapi_core.datatypes import RequestParameters
        from werkzeug.datastructures import Headers, ImmutableMultiDict

        named = dict(request.headers)
        query = _pairs(request.query, "&")
        cookies = _pairs(named.get("cookie", ""), ";")
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(query),
            header=Headers(list(request.headers)),
            cookie=ImmutableMultiDict(cookies),
        )
        self.host_url = _ORIGIN
        self.path = request.path
        self.method = request.method.lower()
        self.body = request.body or None
        self.content_type = named.get("content-type", "")


def _pairs(text: str, separator: str) -> list[tuple[str, str]]:
    parts = (part.strip().partition("=") for part in text.split(separator) if part.strip())
    return [(unquote_plus(name), unquote_plus(value)) for name, _, value in parts]


class _AskedResponse:
    """A response in the form that openapi-core asks for."""

    def __init__(self, response: Response) -> None:
        from werkzeug.datastructures import Headers

        self.status_code = response.status
        self.headers = Headers(list(response.headers))
        self.content_type = dict(response.headers).get("content-type", "")
        self.data = response.body or None
