"""Figures to try rules out on as a workbook: the empty one of a meeting, and one that is filled."""
