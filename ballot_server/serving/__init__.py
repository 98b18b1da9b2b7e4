"""Gunicorn, set up so that it keeps quiet."""
