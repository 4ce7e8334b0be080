"""Walks: several requests in a row whose answers have to fit together."""
