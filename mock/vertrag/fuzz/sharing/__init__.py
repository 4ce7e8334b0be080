"""One run in several processes, and several runs as one."""
