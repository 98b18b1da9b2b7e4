"""Verification of a published folder or of a single record, from the bytes on.

Every module checks one subject and reports each fault it finds with its place, then goes on; the
verdict is drawn from all of them together (`verdict`).
"""
