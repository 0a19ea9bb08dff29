#!/usr/bin/env bash
# nginx 1.22's cache renews an answer by a 304, and goes on serving the headers of the first 200.
#
# RFC 9111 (3.2, 4.3.4) has a cache take the headers of a 304 over into what it keeps, and Apache's and Varnish's
# do. With `proxy_cache_revalidate on` nginx takes the new lifetime only: a server whose list of
# origins was mended, or narrowed, is asked again and again, answers 304 with the new
# Access-Control-Allow-Origin each time, and pages get the old one until the file itself changes.
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

origin = "https://old.example"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        global origin
        known = self.headers.get("if-none-match")
        if known:
            origin = "https://new.example"
        self.send_response(304 if known else 200)
        self.send_header("access-control-allow-origin", origin)
        self.send_header("etag", '"1"')
        self.send_header("cache-control", "max-age=3600" if known else "max-age=1")
        if not known:
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
error_log stderr error;
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
            proxy_cache_revalidate on;
            add_header X-State \$upstream_cache_status;
        }
    }
}
NGINX
python3 upstream.py & upstream=$!
usr/sbin/nginx -p "$folder/" -c nginx.conf -e stderr 2> log & nginx=$!
for _ in $(seq 100); do curl -sf -o /dev/null "http://127.0.0.1:$front/ready" && break; sleep 0.1; done
usr/sbin/nginx -v 2>&1
ask() { curl -s -i "http://127.0.0.1:$front/file" | tr -d '\r' | sed -n 's/^X-State: /-> /Ip; s/^Access-Control-Allow-Origin: //Ip' | paste -s -d ' '; }
seen=$(ask; sleep 2.5; ask; ask)
echo "$seen"
expected='https://old.example -> MISS
https://old.example -> REVALIDATED
https://old.example -> HIT'
[[ $seen == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
