"""Preparing a meeting: a draft that the commands read too, from a procedure to its publication."""
