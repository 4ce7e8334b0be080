"""Lies on purpose, to test tests with: every way in which a server can break its contract. Decides only."""
