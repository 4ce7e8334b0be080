"""HTTP in, HTTP out: one or more contracts served by Connexion and our own middleware."""
