"""Flask under each policy: what host is asked for says which."""
import importlib
import json
import os
from pathlib import Path

from flask import Flask, request
from werkzeug.serving import WSGIRequestHandler, run_simple

SAID = json.loads(Path("said.json").read_text())


def under(name):
    app = Flask(name)

    @app.before_request
    def answer():
        if "breaks" in request.path:
            raise RuntimeError("it breaks")
        return "ok", SAID

    app.wsgi_app = importlib.import_module(f"{name}.crosscheck_cors").Cors(app.wsgi_app)
    return app


APPS = {folder.name: under(folder.name) for folder in Path(".").glob("p[0-9]*")}


def application(environ, start_response):
    return APPS[environ["HTTP_HOST"].split(".")[0]](environ, start_response)


class AsItWasSent(WSGIRequestHandler):
    """Tells the path as servers for production do; this one makes one slash of two."""

    protocol_version = "HTTP/1.1"

    def make_environ(self):
        return {**super().make_environ(), "REQUEST_URI": self.requestline.split(" ")[1]}


run_simple("127.0.0.1", int(os.environ["PORT"]), application, threaded=True, request_handler=AsItWasSent)
