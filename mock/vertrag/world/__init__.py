"""The world: one fictional German energy supplier, every record a pure function of (seed, kind, index)."""
