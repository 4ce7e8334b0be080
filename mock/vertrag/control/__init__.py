"""The control API: how a mock is steered while it runs, served like any other contract."""
