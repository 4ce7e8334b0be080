"""What people see of a mock: the first screen, the first page, the served document, its reasons."""
