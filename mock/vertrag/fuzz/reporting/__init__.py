"""What a run found, told: on a terminal, in files, as scripts that show it again."""
