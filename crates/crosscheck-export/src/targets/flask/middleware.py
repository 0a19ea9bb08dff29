

class Cors:
    """A WSGI application around another."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        decision = Decision(
            environ["REQUEST_METHOD"],
            target(environ),
            lambda name: environ.get("HTTP_" + name.upper().replace("-", "_")),
        )

        def start(status, headers, *raised):
            return start_response(status, decision.said(headers), *raised)

        if decision.status is None:
            return self.app(environ, start)
        start("204 No Content" if decision.status == 204 else "403 Forbidden", [])
        return []
