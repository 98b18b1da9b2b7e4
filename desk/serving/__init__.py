"""The desk under gunicorn."""
