"""The headers of every answer: nothing inline, nothing foreign, nothing framed, nothing kept."""

from __future__ import annotations

from flask import Response, request

from desk.web.here import Here

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # Flask-WTF wants to see over TLS that a form was ours
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=()",
}


def protect(response: Response) -> Response:
    """Put the headers on a response."""
    response.headers.update(_ALWAYS)
    asset = request.path.startswith("/look/") and response.status_code in {200, 304}
    response.headers["Cache-Control"] = "public, max-age=86400" if asset else "no-store"
    if Here.now().config.secure:
        response.headers["Strict-Transport-Security"] = "max-age=86400"
    return response
