"""Zoho Desk over the world."""
