"""What a document's operations do to which resource, inferred from its paths, methods and bodies."""
