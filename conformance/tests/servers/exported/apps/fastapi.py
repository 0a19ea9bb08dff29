"""FastAPI under each policy: what host is asked for says which."""
import importlib
import json
from pathlib import Path

from fastapi import FastAPI, Request, Response

SAID = json.loads(Path("said.json").read_text())


def under(name):
    app = FastAPI()

    async def answer(request: Request):
        if "breaks" in request.url.path:
            raise RuntimeError("it breaks")
        return Response("ok", headers=SAID)

    app.add_route("/{path:path}", answer, methods=["GET", "POST", "PUT", "OPTIONS"])
    return importlib.import_module(f"{name}.crosscheck_cors").Cors(app)


APPS = {folder.name: under(folder.name) for folder in Path(".").glob("p[0-9]*")}


async def app(scope, receive, send):
    host = dict(scope["headers"])[b"host"].decode()
    await APPS[host.split(".")[0]](scope, receive, send)
