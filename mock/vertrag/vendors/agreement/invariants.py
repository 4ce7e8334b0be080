"""What must hold of served answers beyond their schemas, as one table."""

from typing import Final

from vertrag.vendors.agreement.dossier import Invariant
from vertrag.vendors.agreement.invariants_across import ACROSS
from vertrag.vendors.agreement.invariants_of_enneo import OF_ENNEO
from vertrag.vendors.agreement.invariants_of_logs import OF_LOGS
from vertrag.vendors.agreement.invariants_of_supply import OF_SUPPLY

INVARIANTS: Final[tuple[Invariant, ...]] = tuple(
    sorted((*OF_SUPPLY, *OF_ENNEO, *OF_LOGS, *ACROSS), key=lambda each: each.code)
)
"""All invariants of one ticket, by code."""
