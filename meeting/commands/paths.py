"""The files and folders that commands are given."""

from __future__ import annotations

from pathlib import Path

import click

# Whoever reads a file says why it cannot be read.
FILE = click.Path(dir_okay=False, readable=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
