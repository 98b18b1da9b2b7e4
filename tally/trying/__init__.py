"""Trying rules out on figures that somebody typed in, before a meeting is fixed."""
