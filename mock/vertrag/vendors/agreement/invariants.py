"""What must hold of served answers beyond their schemas, as one table; `world.laws` has the codes before."""

from typing import Final

from vertrag.vendors.agreement.dossier import Invariant
from vertrag.vendors.agreement.invariants_across import ACROSS
from vertrag.vendors.agreement.invariants_of_enneo import OF_ENNEO
from vertrag.vendors.agreement.invariants_of_logs import OF_LOGS

INVARIANTS: Final[tuple[Invariant, ...]] = tuple(
    sorted((*OF_ENNEO, *OF_LOGS, *ACROSS), key=lambda each: each.code)
)
"""All invariants of one ticket, by code."""
