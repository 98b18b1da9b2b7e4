"""Stylesheets, typefaces and the scripts that make pages nicer."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, send_from_directory
from werkzeug.exceptions import NotFound

from desk.web.access import anybody
from meeting.look.typefaces import look_folder

LOOK_TYPES = {".css": "text/css", ".woff2": "font/woff2"}
OWN_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

look = Blueprint("look", __name__)


@look.get("/look/<path:name>")
@anybody
def shared(name: str) -> Response:
    """Serve the stylesheets and typefaces that all rooms share."""
    suffix = "." + name.rpartition(".")[2]
    if suffix not in LOOK_TYPES:
        raise NotFound
    return send_from_directory(look_folder(name), name, mimetype=LOOK_TYPES[suffix])


@look.get("/own/<path:name>")
@anybody
def own(name: str) -> Response:
    """Serve the desk's own."""
    suffix = "." + name.rpartition(".")[2]
    if suffix not in OWN_TYPES:
        raise NotFound
    folder = current_app.root_path + "/static"
    return send_from_directory(folder, name, mimetype=OWN_TYPES[suffix])
