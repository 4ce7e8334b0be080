"""What must hold beyond the schemas: laws over single exchanges, and walks that try a resource."""
