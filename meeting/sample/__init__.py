"""Filled folders to begin from: a meeting of any preset, with invented places and people."""
