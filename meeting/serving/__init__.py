"""Serving pages with gunicorn, told to keep quiet: for the rooms that serve any."""
