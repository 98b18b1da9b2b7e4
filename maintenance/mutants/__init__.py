"""Mutation testing shows whether a test would notice that a check is not there.

`mutations` makes the mutants of a module, `plan` says which modules, tests and mutants are meant,
`reached` finds out which test runs which line, `workshop` runs tests in copies of the tree, and
`report` judges the whole. `python -m maintenance.mutants` runs it all.
"""
