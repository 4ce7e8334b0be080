"""Bodies of every media type, from bytes to the values that schemas judge, and back."""
