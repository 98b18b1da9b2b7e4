"""The board under gunicorn."""
