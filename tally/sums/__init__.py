"""Several boxes opened as one."""
