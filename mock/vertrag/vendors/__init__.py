"""The vendors: three APIs over one world, each a projection of the same customers, tickets and events."""
