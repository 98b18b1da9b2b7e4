"""What a command needs and is not installed: an observer's installation leaves out most of it."""

from __future__ import annotations

from importlib.util import find_spec

from meeting.problem import Problem

TYPEFACES = "piaoxiang_typefaces"
_REGISTRAR = ("brotli", "defusedxml", "fontTools", "fpdf", "openpyxl", "segno", TYPEFACES)
_SERVING = ("flask", "flask_babel", "flask_wtf", "gunicorn", TYPEFACES)
_KIOSK = (*_SERVING, "segno")
_SERVER = (*_SERVING, "alembic", "segno", "sqlalchemy")
_STATION = _SERVING
_DESK = (*_REGISTRAR, *_SERVING, "alembic", "argon2", "pyotp", "sqlalchemy", "tomlkit")

PACKAGES = {
    "": (),
    "registrar": _REGISTRAR,
    "kiosk": _KIOSK,
    "server": _SERVER,
    "station": _STATION,
    "desk": _DESK,
    "demo": (*dict.fromkeys((*_KIOSK, *_SERVER, *_DESK)), "PIL", "pypdfium2", "zxingcpp"),
}
"""What every part of the program needs besides what all need: the names that are imported."""


def lacking(extra: str) -> str:
    """The first package of a part that is not installed, or nothing. Imports none."""
    return next((name for name in PACKAGES[extra] if find_spec(name) is None), "")


def not_installed(package: str) -> Problem:
    """The problem of a package that a command imports and that is not there."""
    return Problem(
        "not-installed",
        "This command needs {package}, which is not installed here. Verifying and the tellers' "
        "commands need nothing more; for all the others install the program with its other parts: "
        'pip install piaoxiang_typefaces-….whl "piaoxiang-….whl[demo]", or make setup in its '
        "source folder.",
        package=package,
    )


def package_of(missing: ModuleNotFoundError) -> str:
    """The name under which the missing package is imported."""
    return (missing.name or str(missing)).partition(".")[0]
