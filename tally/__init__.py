"""Tellers and observers: key ceremony, opening, counting, publishing, verifying."""
