"""What sessions change in their worlds: documents by session, kind and key, in a store."""
