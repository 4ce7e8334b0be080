"""Schemathesis behind a wall: the one module that imports it, turning its events into observations.

Its engine is no stable interface. What is used of it here was read in 4.32: `schemathesis.engine.events`,
the recorder of a finished scenario, the keys of its configuration.
"""

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis
from hypothesis.configuration import set_hypothesis_home_dir
from requests import PreparedRequest
from requests.auth import AuthBase
from schemathesis.config import SchemathesisConfig
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.failures import Failure, Severity
from schemathesis.core.result import Err, Result
from schemathesis.engine import StopReason, events, from_schema
from schemathesis.engine.errors import ServerUnavailable
from schemathesis.engine.recorder import Request, ScenarioRecorder
from schemathesis.engine.run import PhaseName
from schemathesis.schemas import APIOperation, BaseSchema

from vertrag.contract.loading.pointers import escape
from vertrag.errors import DocumentError
from vertrag.exchange import Headers, Response
from vertrag.fuzz.asking.client import without_coding
from vertrag.fuzz.identity.bearer import HEADER, UNAUTHORIZED, Bearer
from vertrag.fuzz.judging.expectations import expectation
from vertrag.fuzz.observations import (
    ANY_OPERATION,
    CUT,
    Attempt,
    Complaint,
    EngineStopped,
    Exchange,
    Observation,
    PhaseBegun,
    ScenarioBegun,
    ScenarioEnded,
    Sent,
    TroubleMet,
)

__all__ = ["BaseSchema", "Operation", "Settings", "load", "observe", "operations"]

NO_ANSWER = "VF01"
"""Our own code among the engine's (ST...): a request that nothing answered."""

_REAL = 0.5  # of the valid requests, a quarter of all; the others find what nobody thought of

_PHASES = {
    PhaseName.EXAMPLES: "examples",
    PhaseName.COVERAGE: "coverage",
    PhaseName.FUZZING: "fuzzing",
    PhaseName.STATEFUL_TESTING: "stateful",
}
_SEVERITIES = [Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW]


@dataclass(frozen=True, slots=True)
class Settings:
    """How hard and with what to fuzz; `max_time` in seconds.

    `captures` lets the edges of schemas meet ids from earlier answers, which need not belong together.
    `examples` has how many there are of single operations, by a regular expression of their labels.
    `dictionaries` are real values by location and name of a parameter.
    """

    seed: int
    max_examples: int
    allow_writes: bool
    headers: Headers = ()
    query: Headers = ()
    max_time: int | None = None
    rate_limit: str | None = None
    request_timeout: float = 10.0
    captures: bool = True
    examples: tuple[tuple[str, int], ...] = ()
    dictionaries: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `flaw` says why it cannot be used, empty when it can; the engine lacks the unknown."""

    label: str
    method: str
    marked_safe: bool = False
    flaw: str = ""
    is_unknown: bool = False


def load(text: str, location: str, settings: Settings) -> BaseSchema:
    """The document, ready to run; raises DocumentError for text that is no OpenAPI document.

    `location` is the URI that relative references start from.
    """
    config = SchemathesisConfig.from_dict(_configuration(settings))
    with _document_at_fault(location):
        schema = schemathesis.openapi.from_file(text, config=config)
    schema.location = location
    return schema


def operations(schema: BaseSchema) -> tuple[Operation, ...]:
    """All operations of the document, usable or not, in its order; raises DocumentError without paths."""
    with _document_at_fault(schema.location or "the document"):
        return tuple(_operation(entry) for entry in schema.get_all_operations())


def observe(
    schema: BaseSchema,
    base_url: str,
    skip: frozenset[str],
    left: Callable[[], float | None] = lambda: None,
    bearer: Bearer | None = None,
) -> Generator[Observation, None, None]:
    """Run all phases against the base URL, leaving out the operations with the labels in `skip`.

    It takes no longer than the seconds that are `left` when it begins, None for no limit, but at least one.
    `bearer` has the tokens, where they expire.
    """
    schema.config.update(base_url=base_url)
    if bearer is not None:
        schema.auth.set_from_requests(_Tokens(bearer))
    chosen = schema.exclude(lambda context: context.operation.label in skip)
    with _document_at_fault(schema.location or "the document"):
        chosen.statistic  # noqa: B018 - follows every link, of which some may lead to what nobody can read
    seconds = left()
    if seconds is not None:
        chosen.config.max_time = max(1, round(seconds))
    with _no_traces():
        stream = from_schema(chosen).execute()
        try:
            yield from _translate(stream)
        finally:
            stream.stop()
            stream.generator.close()


@dataclass(frozen=True, slots=True)
class _Tokens(AuthBase):
    """Has each request go out with the token of now, and once more after 401."""

    bearer: Bearer

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        given = _credential(request)
        if given in self.bearer.issued:  # what the engine left out or made up stays as it is
            request.headers[HEADER] = self.bearer.current(given)
            request.register_hook("response", self._again)  # type: ignore[no-untyped-call]  # theirs
        return request

    def _again(self, response: Any, **sending: Any) -> Any:
        if response.status_code != UNAUTHORIZED:
            return response
        other = self.bearer.instead(_credential(response.request))
        if other is None:
            return response
        response.content  # noqa: B018 - read to the end, so that its connection can be used again
        request = response.request.copy()
        request.headers[HEADER] = other
        again = response.connection.send(request, **sending)
        again.request = request
        self.bearer.note(accepted=again.status_code != UNAUTHORIZED)
        return again


def _credential(request: PreparedRequest) -> str:
    value = request.headers.get(HEADER, "")
    return value.decode("latin-1") if isinstance(value, bytes) else value


@contextmanager
def _document_at_fault(location: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # Besides its own errors the engine lets TypeError, AssertionError and others pass for odd documents.
        name = location.removeprefix("file://")
        hint = "it needs paths, and a version in quotes such as openapi: '3.0.3'"
        raise DocumentError(f"{name} is no usable OpenAPI document: {_gist(error)}", hint=hint) from error


@contextmanager
def _no_traces() -> Iterator[None]:
    """Keep Hypothesis from leaving its folder in the working directory."""
    with TemporaryDirectory(prefix="vertrag-") as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


def _configuration(settings: Settings) -> dict[str, Any]:
    safe_only = ["GET", "OPTIONS", "TRACE"]
    coverage: dict[str, Any] = {} if settings.allow_writes else {"unexpected-methods": safe_only}
    sources = {"extra-data-sources": {"responses": settings.captures}}
    configuration: dict[str, Any] = {
        "seed": settings.seed,
        # Two threads at once lose whole operations on CPython 3.11; processes divide the work instead.
        "workers": 1,
        "continue-on-failure": True,
        "request-timeout": settings.request_timeout,
        # A run leaves no traces in the working directory and learns nothing from the one before.
        "cache": {"enabled": False},
        "generation": {"max-examples": settings.max_examples, "database": "none"},
        "auth": {"auto-signup": False},
        "phases": {"coverage": coverage | sources, "examples": sources},
        # Ours is done by redaction, which knows the values and not only the names.
        "output": {"sanitization": {"enabled": False}},
        # "${" would be read as a variable of the environment.
        "headers": {name: value.replace("${", "$${") for name, value in settings.headers},
    }
    configuration["dictionaries"] = {name: {"values": list(values)} for name, values in settings.dictionaries}
    configuration["parameters"] = {
        name: {"dictionary": name, "probability": _REAL} for name, _ in settings.dictionaries
    } | {f"query.{name}": value.replace("${", "$${") for name, value in settings.query}
    configuration["operations"] = [
        {"include-name-regex": label, "generation": {"max-examples": number}}
        for label, number in settings.examples
    ]
    if settings.max_time is not None:
        configuration["max-time"] = settings.max_time
    if settings.rate_limit is not None:
        configuration["rate-limit"] = settings.rate_limit
    return configuration


def _operation(entry: Result[APIOperation[Any, Any, Any, Any], InvalidSchema]) -> Operation:
    if isinstance(entry, Err):
        flaw = entry.err()
        return Operation(flaw.label, (flaw.method or "").upper(), flaw=_gist(flaw))
    found = entry.ok()
    marked = found.definition.raw.get("x-safe") is True
    return Operation(found.label, found.method.upper(), marked_safe=marked)


_LOST = {
    StopReason.INTERRUPTED: "interrupted",
    StopReason.SERVER_UNAVAILABLE: "the server stopped answering",
}


def _translate(stream: Any) -> Iterator[Observation]:
    begun: set[PhaseName] = set()
    for event in _surviving(stream):
        if isinstance(event, events.PhaseStarted) and event.operations is None:
            # With a time limit the engine starts over until the time is spent; once round is enough.
            if event.phase.name in begun:
                yield EngineStopped()
                return
            begun.add(event.phase.name)
        yield from _observations(event)


def _surviving(stream: Any) -> Iterator[Any]:
    try:
        yield from stream
    except Exception as error:  # noqa: BLE001 - whatever a document makes the engine raise, the run is reported
        yield events.FatalError(exception=error)


def _observations(event: Any) -> Iterator[Observation]:
    match event:
        case events.PhaseStarted(phase=phase) if phase.name in _PHASES:
            yield PhaseBegun(_PHASES[phase.name])
        case events.ScenarioStarted(label=label):
            yield ScenarioBegun(label or "")
        case events.ScenarioFinished():
            yield _ended(event)
        case events.NonFatalError(value=ServerUnavailable()):
            pass  # the stop reason says it
        case events.NonFatalError():
            yield _trouble(event)
        case events.SchemaAnalysisWarnings(warnings=warnings):
            yield from map(_warning, warnings)
        case events.FatalError(exception=exception):
            yield EngineStopped(lost=f"the engine failed: {_gist(exception)}")
        case events.EngineFinished(stop_reason=StopReason.MAX_TIME):
            yield CUT
            yield EngineStopped()
        case events.EngineFinished(stop_reason=reason):
            yield EngineStopped(lost=_LOST.get(reason, ""))


def _warning(warning: Any) -> TroubleMet:
    title = str(warning.kind).replace("_", " ")
    return TroubleMet(warning.operation_label or ANY_OPERATION, title, warning.message)


def _trouble(event: Any) -> TroubleMet:
    label = event.label if event.related_to_operation else ANY_OPERATION
    cause = event.value
    causes = cause.exceptions if isinstance(cause, BaseExceptionGroup) else [event.info.message]
    return TroubleMet(label, event.info.title, "; ".join(dict.fromkeys(map(_gist, causes))))


def _gist(message: object) -> str:
    """What is wrong and where, on one line, without the definition that the engine quotes."""
    text = re.sub(r"Problematic definition:.*?(?=Error details:|$)", "", str(message), flags=re.DOTALL)
    text = text.replace("Ensure that the definition complies with the OpenAPI specification", "")
    told = " ".join(text.split())
    cause = message.__cause__ if isinstance(message, BaseException) else None
    return told or (_gist(cause) if cause is not None else type(message).__name__)


def _ended(event: Any) -> ScenarioEnded:
    scenario = _Scenario(event.recorder, is_sequence=event.phase is PhaseName.STATEFUL_TESTING)
    return ScenarioEnded(
        operation=event.label or "",
        attempts=tuple(scenario.attempts()),
        complaints=tuple(scenario.complaints()),
    )


@dataclass(frozen=True, slots=True)
class _Scenario:
    """What the engine recorded while it tested one operation, or one sequence of operations."""

    recorder: ScenarioRecorder
    is_sequence: bool

    def attempts(self) -> Iterator[Attempt]:
        for identity, exchange in self.recorder.interactions.items():
            case = self.recorder.cases[identity].value
            yield Attempt(
                operation=case.operation.label,
                sent=_sent(exchange.request),
                response=_response(exchange.response),
                valid=case.meta is None or case.meta.generation.mode.is_positive,
                ordinary=case.method.upper() == case.operation.method.upper(),
                began=exchange.timestamp,
                seconds=exchange.response.elapsed if exchange.response is not None else 0.0,
            )

    def complaints(self) -> Iterator[Complaint]:
        for identity, checks in self.recorder.checks.items():
            for check in checks:
                if check.failure_info is not None:
                    yield self._complaint(identity, check.name, check.failure_info.failure)
        for identity, exchange in self.recorder.interactions.items():
            if exchange.response is None:
                yield _no_answer(self._operation(identity), exchange.request)

    def _complaint(self, identity: str, rule: str, failure: Failure) -> Complaint:
        exchange = self.recorder.interactions[identity]
        expected, actual = expectation(failure)
        return Complaint(
            rule=rule,
            code=failure.code,
            title=failure.title,
            severity=_SEVERITIES.index(failure.severity),
            operation=failure.operation or self._operation(identity),
            key=str(failure._unique_key),  # noqa: SLF001 - the identity that the engine's own baseline uses
            expected=expected,
            actual=actual,
            sent=_sent(exchange.request),
            response=_response(exchange.response),
            before=tuple(self._leading_to(identity, failure)) if self.is_sequence else (),
            place=_place(failure),
        )

    def _leading_to(self, identity: str, failure: Failure) -> Iterator[Exchange]:
        related = failure.related_case_ids()
        for case in self.recorder.iter_chain_cases(case_id=identity, related_case_ids=related):
            if case.id != identity and case.id in self.recorder.interactions:
                recorded = self.recorder.interactions[case.id]
                yield Exchange(_sent(recorded.request), _response(recorded.response))

    def _operation(self, identity: str) -> str:
        return str(self.recorder.cases[identity].value.operation.label)


def _place(failure: Failure) -> str | None:
    path = getattr(failure, "instance_path", None)
    return None if path is None else "".join(f"/{escape(str(step))}" for step in path)


def _no_answer(operation: str, request: Request) -> Complaint:
    return Complaint(
        rule="no_answer",
        code=NO_ANSWER,
        title="No answer",
        severity=0,
        operation=operation,
        key="",
        expected="any request is answered",
        actual="the connection broke or timed out before an answer came",
        sent=_sent(request),
    )


def _sent(request: Request) -> Sent:
    headers = tuple((name, value) for name, values in request.headers.items() for value in values)
    return Sent(request.method, request.uri, headers, request.body or b"")


def _response(received: Any) -> Response | None:
    if received is None:
        return None
    headers = tuple((name.lower(), value) for name, values in received.headers.items() for value in values)
    return Response(received.status_code, without_coding(headers), bytes(received.content or b""))
