"""The vocabulary everybody shares, and all that happens before the doors open.

A meeting is written by its organiser (`toml_source`), becomes one immutable value
(`definition`), is published as canonical bytes with a hash (`published`), and is made
ready for voting by the registrar (`registrar`, `slips_pdf`, `prepared`).
"""
