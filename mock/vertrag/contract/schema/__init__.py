"""Schemas compiled for each direction, and what they let a value or a text be."""
