"""What is wrong with a document as a document: rules with stable codes, places and remedies."""
