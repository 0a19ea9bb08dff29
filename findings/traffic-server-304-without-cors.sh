#!/usr/bin/env bash
# Apache Traffic Server 9.2 leaves Access-Control-Allow-Origin out of every 304 that it writes itself.
#
# What a client asks with `If-None-Match` is answered by a 304 with a few headers of the stored answer, Vary among
# them; CORS is not, though it stands in the stored answer, and though the application puts it on 304s of its own:
# the condition never reaches it, not even where nothing is stored. RFC 9110 allows that. Behind Traffic Server
# `Vary: Origin` beside an ETag therefore fails in Chromium for the second origin (chromium-vary-origin-meets-304.sh),
# whatever the application says. nginx, Varnish and Apache httpd keep the header on the 304s of their caches.
set -euo pipefail
folder=$(mktemp -d)
proxy= upstream=
trap 'kill $proxy $upstream 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq trafficserver=9.2.5+ds-0+deb12u4 libhwloc15=2.9.0-1 libpcre3=2:8.39-15 \
  libyaml-cpp0.7=0.7.0+dfsg-8+b1 libunwind8=1.6.2-3 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH="$folder/usr/lib/trafficserver:$folder/usr/lib/x86_64-linux-gnu:$folder/lib/x86_64-linux-gnu"
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
front=$(port) back=$(port)
cat > upstream.py <<PY
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers.get("if-none-match")
        self.send_response(304 if known else 200)
        self.send_header("access-control-allow-origin", self.headers.get("origin", "*"))
        self.send_header("vary", "Origin")
        self.send_header("etag", '"1"')
        self.send_header("cache-control", "max-age=3600")
        if not known:
            self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", $back), Handler).serve_forever()
PY
mkdir run log cache share
for place in prefix exec_prefix localstatedir includedir mandir infodir; do echo "$place: $folder"; done > places.yaml
cat >> places.yaml <<YAML
bindir: $folder/usr/bin
sbindir: $folder/usr/sbin
sysconfdir: $folder/etc/trafficserver
datadir: $folder/share
libdir: $folder/usr/lib/trafficserver
libexecdir: $folder/usr/lib/trafficserver/modules
runtimedir: $folder/run
logdir: $folder/log
cachedir: $folder/cache
YAML
cat > etc/trafficserver/records.config <<CONFIG
CONFIG proxy.config.http.server_ports STRING $front:ip-in=127.0.0.1
CONFIG proxy.config.admin.user_id STRING #-1
CONFIG proxy.config.body_factory.template_sets_dir STRING $folder/etc/trafficserver/body_factory
CONFIG
echo "map / http://127.0.0.1:$back/" > etc/trafficserver/remap.config
echo "$folder/cache 64M" > etc/trafficserver/storage.config
python3 upstream.py & upstream=$!
usr/bin/traffic_server "--run-root=$folder/places.yaml" > log/out 2>&1 & proxy=$!
for _ in $(seq 100); do curl -sf -o /dev/null "http://127.0.0.1:$front/ready" && break; sleep 0.1; done
usr/bin/traffic_server "--run-root=$folder/places.yaml" --version 2>&1 | grep -o 'Traffic Server [0-9.]*' | head -1
readable() {
  curl -s -i -H 'Origin: https://app.example' "$@" | tr -d '\r' |
    sed -n 's/^HTTP[^ ]* \([0-9]*\).*/\1/p; s/^Access-Control-Allow-Origin: /for /Ip' | paste -s -d ' '
}
condition='If-None-Match: "1"'
seen="the application: $(readable "http://127.0.0.1:$back/file"), then $(readable -H "$condition" "http://127.0.0.1:$back/file")
through the cache: $(readable "http://127.0.0.1:$front/file"), then $(readable -H "$condition" "http://127.0.0.1:$front/file")
not cached yet: $(readable -H "$condition" "http://127.0.0.1:$front/other")"
echo "$seen"
expected='the application: 200 for https://app.example, then 304 for https://app.example
through the cache: 200 for https://app.example, then 304
not cached yet: 304'
[[ $seen == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
