"""Walks: several requests in a row whose answers have to fit together, and what they need on their way."""
