"""Answers for inferred resources: rows that can be made, read, changed and removed."""
