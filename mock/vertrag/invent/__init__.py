"""Values for schemas that come without examples."""
