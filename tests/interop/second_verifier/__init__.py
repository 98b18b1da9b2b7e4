"""A second verifier, written from the description of the record alone.

It shares no code with the programs it checks. Chapters in the docstrings are those of the
description of the record ("The record of a Piaoxiang meeting").
"""
