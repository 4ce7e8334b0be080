"""Which vendor answers for a document: its `info` says so in `x-vendor`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from vertrag.credentials import Authority
from vertrag.exchange import Handler
from vertrag.vendors.history_request import HistoryRequest
from vertrag.vendors.profiles import profile_of
from vertrag.vendors.quirks import QUIRKS

Violations = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Vendor:
    """What a vendor's module offers: handlers by operationId, the body of an error, a request to try."""

    handlers: Callable[[Authority], dict[str, Handler]]
    error_body: Callable[[int, str, str, Violations], dict[str, Any]]
    history_request: Callable[[str, int, str], HistoryRequest]


class _Catalogue(Mapping[str, Vendor]):
    """The vendors by name; the module of one is imported when it is asked for, as few need any."""

    _MODULES: Final = {
        "enneo": "vertrag.vendors.enneo.enneo_timeline",
        "socialboards": "vertrag.vendors.socialboards.socialboards_log",
        "zoho-desk": "vertrag.vendors.zoho.zoho_desk",
    }

    def __getitem__(self, name: str) -> Vendor:
        module = import_module(self._MODULES[name])
        return Vendor(module.handlers, module.error_body, module.history_request)

    def __iter__(self) -> Iterator[str]:
        return iter(self._MODULES)

    def __len__(self) -> int:
        return len(self._MODULES)


VENDORS: Final[Mapping[str, Vendor]] = _Catalogue()


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
