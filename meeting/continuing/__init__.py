"""Meetings that continue an earlier one: everybody makes the same one from its outcome."""
