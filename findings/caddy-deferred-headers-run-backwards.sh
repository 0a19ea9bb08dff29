#!/usr/bin/env bash
# Caddy 2.6 makes deferred changes of headers from the last written to the first.
#
# Who puts Caddy in front of an application writes, in this order, "take the application's
# Access-Control-Allow-Origin away" and "set ours"; both must be deferred, for only then does Caddy see what
# the application answered. What comes out has neither header: the first directive wraps the second, so it
# sees the answer last, and takes away what the second has set. Written the other way round, it works.
set -euo pipefail
folder=$(mktemp -d)
caddy= upstream=
trap 'kill $caddy $upstream 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq caddy=2.6.2-5
dpkg -x caddy_*.deb .
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
front=$(port) back=$(port)
cat > upstream.py <<PY
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("access-control-allow-origin", "*")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", $back), Handler).serve_forever()
PY
cat > Caddyfile <<CADDY
{
    admin off
    auto_https off
}
http://:$front {
    bind 127.0.0.1
    @first path /remove-then-set
    header @first {
        -Access-Control-Allow-Origin
        defer
    }
    header @first {
        Access-Control-Allow-Origin https://app.example
        defer
    }
    @second path /set-then-remove
    header @second {
        Access-Control-Allow-Origin https://app.example
        defer
    }
    header @second {
        -Access-Control-Allow-Origin
        defer
    }
    reverse_proxy 127.0.0.1:$back
}
CADDY
python3 upstream.py & upstream=$!
HOME=$folder usr/bin/caddy run --adapter caddyfile --config Caddyfile 2> log & caddy=$!
for _ in $(seq 100); do curl -sf -o /dev/null "http://127.0.0.1:$front/" && break; sleep 0.1; done
usr/bin/caddy version
shared() {
    curl -s -i "http://127.0.0.1:$front/$1" | tr -d '\r' | sed -n 's/^Access-Control-Allow-Origin: //Ip'
}
removed_first=$(shared remove-then-set) set_first=$(shared set-then-remove)
echo "remove, then set: '${removed_first}'"
echo "set, then remove: '${set_first}'"
[ "$removed_first" = "" ]
[ "$set_first" = "https://app.example" ]
