"""What a command needs and is not installed: an observer's installation leaves out most of it."""

from __future__ import annotations

from meeting.problem import Problem


def not_installed(missing: ModuleNotFoundError) -> Problem:
    """Return the problem of a package that a command imports and that is not there."""
    package = package_of(missing)
    return Problem(
        "not-installed",
        "This command needs {package}, which is not installed here. Verifying and the tellers' "
        "commands need nothing more; for all the others install the program with its other parts: "
        'pip install "piaoxiang-….whl[demo]", or make setup in its source folder.',
        package=package,
    )


def package_of(missing: ModuleNotFoundError) -> str:
    """Return the name under which the missing package is imported."""
    return (missing.name or str(missing)).partition(".")[0]
