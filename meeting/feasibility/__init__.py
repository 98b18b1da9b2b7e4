"""Whether this program can print, keep and read all that a meeting needs, before publishing it."""
