"""What a run covered of a document, and how well an implementation keeps it."""
