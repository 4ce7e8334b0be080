"""From files to one tree: every version, every reference, and what in it cannot be used."""
