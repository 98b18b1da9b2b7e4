"""Answers as voters give them, form by form."""
