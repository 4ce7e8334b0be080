"""Socialboards over the world."""
