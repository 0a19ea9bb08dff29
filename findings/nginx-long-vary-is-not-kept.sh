#!/usr/bin/env bash
# nginx 1.22's cache keeps no answer whose Vary is longer than 128 bytes, and says nothing about it.
#
# Two honest parts get there together: a framework that varies by headers of its own (Next.js: 96 bytes with
# Accept-Encoding) and a middleware that names Origin, Access-Control-Request-Method and
# Access-Control-Request-Headers on every answer (actix-cors: 69). Each request then goes to the application, even
# the very same one again; the log is silent, and the cache's status is MISS, as on a first visit.
set -euo pipefail
folder=$(mktemp -d)
nginx= upstream=
trap 'kill $nginx $upstream 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq nginx=1.22.1-9+deb12u11 2> /dev/null
dpkg -x nginx_*.deb .
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
front=$(port) back=$(port)
cat > upstream.py <<PY
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

names = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Accept-Encoding, Accept-Language, "


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        length = int(self.path.strip("/"))
        self.send_response(200)
        self.send_header("vary", names + "x" * (length - len(names)))
        self.send_header("cache-control", "max-age=3600")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", $back), Handler).serve_forever()
PY
mkdir temporary
cat > nginx.conf <<NGINX
daemon off;
pid nginx.pid;
error_log stderr warn;
events {}
http {
    access_log off;
    proxy_cache_path kept keys_zone=kept:1m;
    client_body_temp_path temporary/1;
    proxy_temp_path temporary/2;
    fastcgi_temp_path temporary/3;
    uwsgi_temp_path temporary/4;
    scgi_temp_path temporary/5;
    server {
        listen 127.0.0.1:$front;
        location / {
            proxy_pass http://127.0.0.1:$back;
            proxy_cache kept;
            add_header X-Cache \$upstream_cache_status;
        }
    }
}
NGINX
python3 upstream.py & upstream=$!
usr/sbin/nginx -p "$folder/" -c nginx.conf -e stderr 2> log & nginx=$!
for _ in $(seq 100); do curl -sf -o /dev/null "http://127.0.0.1:$front/110" && break; sleep 0.1; done
usr/sbin/nginx -v 2>&1
: > log
seen=$(for length in 128 129; do
  states=$(for _ in 1 2 3; do
    curl -s -i "http://127.0.0.1:$front/$length" | tr -d '\r' | sed -n 's/^X-Cache: //Ip'
  done | paste -s -d ' ')
  echo "a Vary of $length bytes: $states"
done)
echo "$seen"
echo "the log has $(wc -l < log) lines"
expected='a Vary of 128 bytes: MISS HIT HIT
a Vary of 129 bytes: MISS MISS MISS'
[[ $seen == "$expected" && ! -s log ]] || { echo 'this has changed' >&2; exit 1; }
