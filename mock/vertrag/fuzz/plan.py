"""What a run will do, settled before anything is tested: the document, the target, the operations."""

import json
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from vertrag.contract.loading.document import from_tree, parse
from vertrag.contract.loading.sources import Source
from vertrag.contract.operations import Contract, compile_contract
from vertrag.errors import DocumentError, UsageError
from vertrag.fuzz.asking import engine
from vertrag.fuzz.asking.data_file import Data, read_data
from vertrag.fuzz.asking.dictionaries import dictionaries
from vertrag.fuzz.asking.engine import BaseSchema
from vertrag.fuzz.asking.given import Values, tell
from vertrag.fuzz.choosing.drift import changes
from vertrag.fuzz.choosing.scope import Scope, scope_of
from vertrag.fuzz.events import Chosen, RunStarted
from vertrag.fuzz.identity.bearer import HEADER, Bearer
from vertrag.fuzz.identity.grant import Granted
from vertrag.fuzz.identity.token import Fetch
from vertrag.fuzz.identity.token_command import by_command
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.reporting.redaction import Redaction
from vertrag.fuzz.sharing.records import finished_operations
from vertrag.fuzz.subject import (
    base_url,
    parse_headers,
    parse_query,
    read_document,
    require_alive,
    require_allowed,
    require_allowed_references,
)
from vertrag.oracles.grounds import Grounds, grounds_of


@dataclass(frozen=True, slots=True)
class Plan:
    """One run, ready to begin; `data` are values that the server takes, of its rows and others.

    `began` is when its document began to be read, on the monotonic clock: a time limit counts from there.
    """

    options: FuzzOptions
    source: Source
    schema: BaseSchema
    settings: engine.Settings
    redaction: Redaction
    grounds: Grounds
    data: Data
    scope: Scope
    started: RunStarted
    began: float
    bearer: Bearer | None = None


def plan(options: FuzzOptions) -> Plan:
    """Read the document and see that the server is there; raises UsageError, DocumentError, UpstreamError."""
    began = time.monotonic()
    bearer = _bearer(options)
    data = read_data(options.data) if options.data else Data()
    redaction = _redaction(options, bearer, data)
    source = read_document(options.document, options.allow_hosts)
    if data.values:
        source = _told(source, options.document, data.values)
    settings = _settings(options, redaction)
    schema = engine.load(source.text, source.location, settings)
    require_allowed_references(schema.raw_schema, options.allow_hosts)
    target = base_url(schema.raw_schema, source.location, options.url, options.allow_hosts)
    operations = engine.operations(schema)
    if not operations:
        raise DocumentError(
            f"{options.document} describes no operation", hint="look at its 'paths', or take another document"
        )
    grounds = _grounds(source, options)
    operations = (*operations, *_unknown_to_the_engine(grounds.contract))
    _require_known(options, operations)
    labels = tuple(operation.label for operation in operations)
    changed = _changed(options, grounds)
    left_out = _left_out(options, labels, changed)
    scope = scope_of(operations, options.choices, left_out, allow_writes=options.allow_writes)
    settings = replace(settings, dictionaries=dictionaries(grounds))
    require_alive(target)
    started = RunStarted(
        title=str(schema.raw_schema.get("info", {}).get("title", options.document)),
        document=options.document,
        base_url=target,
        seed=settings.seed,
        operations=scope.operations,
        skipped=scope.skipped,
        variables=redaction.variables(),
        left_out=scope.left_out,
        changed=tuple(Chosen(label, changed[label]) for label in scope.operations if label in changed),
    )
    return Plan(options, source, schema, settings, redaction, grounds, data, scope, started, began, bearer)


def _bearer(options: FuzzOptions) -> Bearer | None:
    """The tokens of the run, with the first of them, where something is to give them."""
    fetch = _fetch(options)
    if fetch is None:
        return None
    if any(line.partition(":")[0].strip().lower() == HEADER.lower() for line in options.headers):
        raise UsageError(
            "two ways to fill the header Authorization", hint="take --header or a token, not both"
        )
    bearer = Bearer(fetch)
    bearer.begin(options.first_token)
    return bearer


def _told(source: Source, name: str, data: Values) -> Source:
    """The document with the values of the data as its examples."""
    tree = parse(source.content, name)
    tell(tree, data)
    return replace(source, content=json.dumps(tree).encode())


def _fetch(options: FuzzOptions) -> Fetch | None:
    if options.token_command and options.grant:
        raise UsageError("two ways to get a token", hint="take --token-command or [fuzz.oauth], not both")
    if options.grant:
        require_allowed(options.grant.token_url, options.allow_hosts)
        return Granted(options.grant)
    return by_command(options.token_command) if options.token_command else None


def _redaction(options: FuzzOptions, bearer: Bearer | None, data: Data) -> Redaction:
    headers, others = parse_headers(options.headers), parse_headers(options.other_headers)
    query = parse_query(options.query)
    if bearer is None:
        return Redaction(headers, others, (), query, data.secrets)
    return Redaction((*headers, (HEADER, bearer.issued[0])), others, bearer.issued, query, data.secrets)


def _settings(options: FuzzOptions, redaction: Redaction) -> engine.Settings:
    return engine.Settings(
        seed=secrets.randbelow(2**32) if options.seed is None else options.seed,
        max_examples=options.max_examples,
        allow_writes=options.allow_writes,
        headers=redaction.headers,
        query=redaction.query,
        max_time=options.max_time,
        rate_limit=options.rate_limit,
        examples=options.choices.examples,
    )


def _grounds(source: Source, options: FuzzOptions) -> Grounds:
    tree = parse(source.content, options.document)
    allowed = bool(options.allow_hosts)  # each reference was seen to lead to a host that is
    document = from_tree(tree, options.document, source.location, allow_remote_refs=allowed)
    return grounds_of(compile_contract(document))


def _unknown_to_the_engine(contract: Contract) -> Iterator[engine.Operation]:
    for each in contract.operations:
        if each.is_additional:
            yield engine.Operation(each.label, each.method, is_unknown=True)


def _require_known(options: FuzzOptions, operations: tuple[engine.Operation, ...]) -> None:
    for name in options.choices.without(operation.label for operation in operations):
        raise UsageError(
            f"the settings speak of {name!r}, and no operation is called so",
            hint=f"the first is called {operations[0].label!r}; a * stands for anything",
        )


def _changed(options: FuzzOptions, grounds: Grounds) -> dict[str, str]:
    if options.since is None:
        return {}
    source = read_document(options.since, options.allow_hosts)
    old = from_tree(parse(source.content, options.since), options.since, source.location)
    return changes(old, grounds.contract.document)


def _left_out(options: FuzzOptions, labels: tuple[str, ...], changed: Mapping[str, str]) -> dict[str, str]:
    """Why operations are left out, by their labels."""
    found: dict[str, str] = {}
    if options.only:
        found |= {label: "another was asked for" for label in labels if label not in options.only}
    if options.since is not None:
        found |= {label: f"the same as in {options.since}" for label in labels if label not in changed}
    if options.resume is not None:
        found |= dict.fromkeys(finished_operations(options.resume), f"finished in {options.resume}")
    return {label: reason for label, reason in found.items() if label in labels}
