"""Credentials made, slips printed, and the folder that is handed to the server."""
