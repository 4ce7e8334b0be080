"""The parts of an answer: what was asked for, what the document offers, what is remembered."""
