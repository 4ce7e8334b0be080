"""Whoever speaks with the implementation: the engine, the walks, and those that ask once more."""
