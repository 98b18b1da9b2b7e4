"""The files of a meeting's folder, read within bounds."""
