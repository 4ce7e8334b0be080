"""What must hold of the answers about one ticket, whichever API gives them."""
