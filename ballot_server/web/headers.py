"""The headers of every answer: nothing inline, nothing foreign, nothing framed, nothing kept."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from flask import Response, request

_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action "
)
# The published result is a folder made elsewhere: it may use its own stylesheet and no form.
POLICY_OF_BOARD = _POLICY + "'self'"
POLICY_OF_RESULT = _POLICY + "'none'"
# The hall's wall has one script of ours, which asks this server alone.
POLICY_OF_HALL = POLICY_OF_BOARD + "; script-src 'self'; connect-src 'self'"

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# A look-up must not stay on a shared phone, and a head must not be an old one.
_KEEP_NOTHING = "no-store"
_KEEP_A_DAY = "public, max-age=86400"


def protect(response: Response) -> Response:
    """Put the headers on a response."""
    for name, value in _ALWAYS.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = _policy(request.path)
    asset = request.path.startswith("/look/") and response.status_code in {200, 304}
    response.headers["Cache-Control"] = _KEEP_A_DAY if asset else _KEEP_NOTHING
    if response.location:
        _lead_here(response)
    return response


def _policy(path: str) -> str:
    if path == "/hall":
        return POLICY_OF_HALL
    return POLICY_OF_RESULT if path.startswith("/result/") else POLICY_OF_BOARD


def _lead_here(response: Response) -> None:
    """Lead to a path of this server, by whatever name it was asked: that name is not repeated."""
    parts = urlsplit(response.location or "")
    path = "/" + parts.path.lstrip("/")  # two slashes would begin the name of another server
    response.location = urlunsplit(("", "", path, parts.query, parts.fragment))
    response.set_data(b"")
