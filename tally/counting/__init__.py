"""Combining shares into results, and the published folder."""
