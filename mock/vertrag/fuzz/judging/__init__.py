"""What a complaint amounts to: who erred, what was expected, what is one cause with it, what is known."""
