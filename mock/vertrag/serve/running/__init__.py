"""A mock in the air: bound to a port, in processes or threads, reloaded when files change."""
