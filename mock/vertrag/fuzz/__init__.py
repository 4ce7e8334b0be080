"""Fuzzing: one document against one implementation, as a stream of what was found."""
