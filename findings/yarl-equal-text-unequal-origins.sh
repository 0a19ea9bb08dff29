#!/usr/bin/env bash
# Two origins of yarl 1.25 can be the same text and not be equal; aiohttp 3.14 goes by it and drops credentials.
#
# `URL("http://api.example:80/").origin()` is written `http://api.example`, as RFC 6454 has it, and compares unequal to that of
# `http://api.example/`, for the port that was written is remembered out of sight. A set holds both, a list
# of origins does not find its own member; aiohttp takes the redirect from one to the other, which load balancers
# and base URLs with `:443` bring about, for one to a stranger and leaves `Authorization` out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet yarl==1.25.1 aiohttp==3.14.5
cat > ask.py <<'PY'
import asyncio
import socket
from importlib.metadata import version

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.abc import AbstractResolver
from yarl import URL

written, left_out = URL("http://api.example:80/").origin(), URL("http://api.example/").origin()
print("yarl", version("yarl"), "aiohttp", version("aiohttp"))
print(f"'{written}' and '{left_out}': equal text {str(written) == str(left_out)}, equal {written == left_out}")


class Here(AbstractResolver):
    """Every name is the server's address."""

    def __init__(self, port):
        self.port = port

    async def resolve(self, host, port=0, family=socket.AF_INET):
        place = {"hostname": host, "host": "127.0.0.1", "port": self.port}
        return [{**place, "family": socket.AF_INET, "proto": 0, "flags": 0}]

    async def close(self):
        pass


async def answer(request):
    if request.path == "/moved":
        raise web.HTTPFound("http://api.example/here")
    return web.Response(text=str(request.headers.get("Authorization")))


async def main():
    application = web.Application()
    application.router.add_get("/{path}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with ClientSession(connector=TCPConnector(resolver=Here(port))) as session:
        for url in ["http://api.example/moved", "http://api.example:80/moved"]:
            seen = await session.get(url, headers={"Authorization": "Bearer token"})
            print(f"{url} leads to http://api.example/here, which gets Authorization: {await seen.text()}")
    await runner.cleanup()


asyncio.run(main())
PY
seen=$(python/bin/python ask.py)
echo "$seen"
expected="'http://api.example' and 'http://api.example': equal text True, equal False
http://api.example/moved leads to http://api.example/here, which gets Authorization: Bearer token
http://api.example:80/moved leads to http://api.example/here, which gets Authorization: None"
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
