"""Trouble on purpose: what it can be, and whom it meets. Decides only; `serve` makes it happen."""
