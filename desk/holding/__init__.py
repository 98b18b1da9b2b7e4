"""Holding a meeting: the server on this machine as a process, and what its board says."""
