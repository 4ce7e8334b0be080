"""What walks speak with: requests that build on each other, and what is sent in them."""
