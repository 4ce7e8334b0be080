"""The vendors: three APIs over one world, each a projection of the same customers, tickets and events."""

from vertrag.vendors.catalogue import VENDORS, Vendor, handlers_of, vendor_of

__all__ = ["VENDORS", "Vendor", "handlers_of", "vendor_of"]
