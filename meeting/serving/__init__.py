"""Gunicorn, set up so that it logs nothing of what people do."""
