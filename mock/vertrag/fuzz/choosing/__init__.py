"""Decides which operations a run is about."""
