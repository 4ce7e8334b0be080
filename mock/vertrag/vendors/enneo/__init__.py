"""enneo.MIND over the world."""
