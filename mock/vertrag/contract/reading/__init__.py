"""What HTTP carries as text, read as the values that parameters and headers mean."""
