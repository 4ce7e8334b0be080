"""Which vendor answers for a document: its `info` says so in `x-vendor`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from vertrag.credentials import Authority
from vertrag.exchange import Handler
from vertrag.vendors.enneo import enneo_timeline
from vertrag.vendors.history_request import HistoryRequest
from vertrag.vendors.profiles import profile_of
from vertrag.vendors.quirks import QUIRKS
from vertrag.vendors.socialboards import socialboards_log
from vertrag.vendors.zoho import zoho_desk

Violations = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Vendor:
    """What a vendor's module offers: handlers by operationId, the body of an error, a request to try."""

    handlers: Callable[[Authority], dict[str, Handler]]
    error_body: Callable[[int, str, str, Violations], dict[str, Any]]
    history_request: Callable[[str, int, str], HistoryRequest]


VENDORS: Final[Mapping[str, Vendor]] = {
    "enneo": Vendor(enneo_timeline.handlers, enneo_timeline.error_body, enneo_timeline.history_request),
    "socialboards": Vendor(
        socialboards_log.handlers, socialboards_log.error_body, socialboards_log.history_request
    ),
    "zoho-desk": Vendor(zoho_desk.handlers, zoho_desk.error_body, zoho_desk.history_request),
}


def vendor_of(tree: Mapping[str, Any]) -> Vendor | None:
    """The vendor whom a document names, None for a document of somebody else."""
    info = tree.get("info")
    name = info.get("x-vendor") if isinstance(info, Mapping) else None
    return VENDORS.get(name) if isinstance(name, str) else None


def handlers_of(tree: Mapping[str, Any], authority: Authority) -> dict[str, Handler]:
    """The handlers for a document in its profile, by operationId; none for one of somebody else."""
    vendor = vendor_of(tree)
    if vendor is None:
        return {}
    handlers = vendor.handlers(authority)
    return QUIRKS[tree["info"]["x-vendor"]].twisted(handlers) if profile_of(tree) == "quirk" else handlers
