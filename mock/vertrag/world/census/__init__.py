"""Who the customers are: people, homes, and how many of each kind."""
