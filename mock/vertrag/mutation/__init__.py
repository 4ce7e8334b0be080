"""A test of tests: runs a command against mocks that lie, and counts how many lies it sees."""
