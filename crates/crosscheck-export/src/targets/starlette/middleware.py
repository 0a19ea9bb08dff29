

class Cors:
    """An ASGI application around another."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = {}
        for name, value in scope["headers"]:
            sent.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
        path = scope.get("raw_path") or quote(scope["path"]).encode()
        decision = Decision(
            scope["method"], path.decode("latin-1"), lambda name: ",".join(sent.get(name, []))
        )

        async def say(message):
            if message["type"] == "http.response.start":
                lines = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]]
                said = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in decision.said(lines)]
                message = {**message, "headers": said}
            await send(message)

        if decision.status is None:
            await self.app(scope, receive, say)
        else:
            await say({"type": "http.response.start", "status": decision.status, "headers": []})
            await say({"type": "http.response.body"})
