"""Tickets as columns, for who searches among millions."""
