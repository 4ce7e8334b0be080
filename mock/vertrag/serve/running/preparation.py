"""Makes of settings what is served: the documents, compiled, and what answers for them."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from vertrag.config import ServeSettings
from vertrag.contract.inference.corrections import idle_in
from vertrag.contract.loading.document import Document, load
from vertrag.contract.loading.sources import shipped_names
from vertrag.contract.operations import Contract, compile_contract
from vertrag.contract.undisturbed import undisturbed
from vertrag.credentials import AnyCredential, Authority, load_key
from vertrag.errors import UsageError
from vertrag.faults.fault import Fault, from_dict
from vertrag.journal import Journal
from vertrag.serve.mounts import Mount
from vertrag.serve.own_handlers import own_handlers
from vertrag.serve.running.steerable import operations_of, surface_of
from vertrag.state.address import store_at
from vertrag.state.sessions import Sessions

if TYPE_CHECKING:  # few mocks lie: none of the ways is loaded for others
    from vertrag.sabotage.playbook import Plot

log = logging.getLogger("vertrag.serve")

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@undisturbed()
def prepare(settings: ServeSettings, sessions: Sessions | None = None) -> tuple[list[Mount], Authority]:
    """The APIs that the settings name, and the authority that verifies their credentials.

    `sessions` are those of a version before this one, which go on.
    """
    documents = [
        load(where, allow_remote_refs=settings.allow_remote_refs)
        for where in settings.documents or shipped_names()
    ]
    authority = Authority(load_key(settings.key))
    if sessions is None:
        sessions = sessions_of(settings)
    sessions.faults = faults_in(Path(settings.faults)) if settings.faults else ()
    mounts = mount(documents, settings, authority, sessions)
    for name in {fault.operation for fault in sessions.faults} - {"", *operations_of(mounts)}:
        log.warning("a fault of %r meets nobody: no operation is called so", name)
    return mounts, authority


def mount(
    documents: Sequence[Document], settings: ServeSettings, authority: Authority, sessions: Sessions
) -> list[Mount]:
    """The documents compiled, each with what answers for it."""
    from vertrag.vendors import handlers_of, vendor_of

    anyone = AnyCredential(load_key(settings.key))
    contracts = [compile_contract(document) for document in _in_profiles(documents, settings)]
    for name in idle_in(contracts, dict(settings.corrections)):
        log.warning("the correction of %r changes nothing: no operation is called so", name)
    own = own_handlers(Path(settings.handlers), contracts) if settings.handlers else [{}] * len(contracts)
    mounts = []
    for contract, ours in zip(contracts, own, strict=True):
        vendor = vendor_of(contract.document.tree)
        trusting = settings.auth == "any" or (settings.auth == "auto" and vendor is None)
        own_authority = anyone if trusting else None
        mounts.append(
            Mount(
                contract,
                handlers={**handlers_of(contract.document.tree, own_authority or authority), **ours},
                error_body=vendor.error_body if vendor else None,
                require_auth=settings.auth != "off",
                seed=settings.seed,
                sessions=sessions,
                authority=own_authority,
                invalid_status=settings.invalid_status,
                corrections=dict(settings.corrections),
                plot=_plot(contract, settings) if settings.sabotage else None,
                shows_sabotage=settings.show_sabotage,
            )
        )
    return mounts


def _plot(contract: Contract, settings: ServeSettings) -> "Plot":
    from vertrag.sabotage.playbook import plot

    return plot(contract, settings.sabotage, dict(settings.corrections))


def _in_profiles(documents: Sequence[Document], settings: ServeSettings) -> Iterator[Document]:
    """The documents with those of vendors in the profiles that the settings choose."""
    from vertrag.vendors import vendor_of
    from vertrag.vendors.profiles import chosen, profiled

    known = [document.name for document in documents if vendor_of(document.tree)]
    profiles = chosen(settings.profile, known)
    for document in documents:
        theirs = vendor_of(document.tree) is not None
        yield replace(document, tree=profiled(document.tree, profiles[document.name])) if theirs else document


def control(mounts: Sequence[Mount], settings: ServeSettings) -> Mount:
    """The API that steers the others; who calls from another machine needs a token that we signed.

    Its own calls belong to no session, so that they are in nobody's journal and lock nobody out.
    """
    from vertrag.control.panel import DOCUMENT, handlers

    sessions = mounts[0].sessions
    return Mount(
        compile_contract(load(str(DOCUMENT))),
        handlers(sessions, sessions.journal, surface_of(mounts)),
        require_auth=settings.host not in LOOPBACK,
        authority=Authority(load_key(settings.key)),
    )


def faults_in(path: Path) -> tuple[Fault, ...]:
    """The faults that a file lists in YAML or JSON; `UsageError` where it does not."""
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(written, list):
            raise ValueError("it is no list")
        return tuple(map(from_dict, written))
    except (OSError, ValueError, yaml.YAMLError) as error:
        hint = "write a list of faults as docs/state.md describes them"
        raise UsageError(f"cannot take faults from {path}: {error}", hint=hint) from error


def sessions_of(settings: ServeSettings) -> Sessions:
    """The sessions that the settings describe."""
    from vertrag.world.supplier import Supplier

    return Sessions(
        Supplier(seed=settings.seed, customers=settings.customers),
        store_at(settings.store),
        strict=settings.isolation == "strict",
        lifetime=settings.session_lifetime,
        journal=Journal(settings.journal),
        seed=settings.seed,
    )
