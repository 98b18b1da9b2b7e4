"""A teller's key file: sealed, locked, and remembering what it has opened."""
