"""The Flask application of the board."""

from __future__ import annotations

from flask import Flask

from ballot_server.board.board import open_board
from ballot_server.board.by_heart import ByHeart
from ballot_server.config import ServerConfig
from ballot_server.web.access import check_routes, enforce
from ballot_server.web.api import api
from ballot_server.web.hall import hall
from ballot_server.web.hall_stream import Streams
from ballot_server.web.headers import protect
from ballot_server.web.kiosk_api import kiosk_api
from ballot_server.web.language import add_languages, language
from ballot_server.web.pages import pages
from ballot_server.web.problem_json import add_problems
from ballot_server.web.proof_api import proof_api
from ballot_server.web.visit_api import visit_api

LONGEST_REQUEST = 4096  # bytes of body; the routes that take ballots say their own


def create_app(config: ServerConfig, by_heart: ByHeart | None = None) -> Flask:
    """The application for the server that lives in `config.folder`.

    It answers from the database as it is: `recovery.start_up` comes first. `by_heart` is what was
    read then. Raises
    FolderNotServer, KeyUnreadable, or RouteUnprotectedError when a route lacks its access rule.
    """
    app = Flask("ballot_server", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_REQUEST
    app.jinja_env.autoescape = True
    app.extensions["board"] = open_board(config, by_heart)
    app.extensions["hall_streams"] = Streams()
    add_languages(app)
    add_problems(app)
    app.before_request(enforce)
    app.after_request(protect)
    app.register_blueprint(api)
    app.register_blueprint(proof_api)
    app.register_blueprint(visit_api)
    app.register_blueprint(kiosk_api)
    app.register_blueprint(pages)
    app.register_blueprint(hall)
    app.register_blueprint(language)
    check_routes(app)
    return app
