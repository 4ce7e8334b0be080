"""What customers and agents say and do to each other: tickets, letters, files."""
