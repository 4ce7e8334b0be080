"""The world on paper: pictures of its records, tables of them, and what their mixes are."""
