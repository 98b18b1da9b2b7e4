"""Figures, hashes and commands as people read and type them."""
