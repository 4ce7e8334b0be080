"""The service's own addresses, under the domain of its agents; `.example` is nobody's (RFC 6761)."""

from typing import Final

SERVICE: Final = "service@exempla.example"
"""Where customers write to."""

AUTOMATION: Final = "automatik@exempla.example"
"""Who acts where no person does."""
