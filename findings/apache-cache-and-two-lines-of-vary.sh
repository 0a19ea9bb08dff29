#!/usr/bin/env bash
# Apache 2.4's disk cache keeps one origin's answer at a time if Vary comes in two lines and Origin in the second.
#
# HTTP takes several lines of a list for one list, and with `Vary: Accept-Encoding, Origin` in one line two pages
# hit the cache side by side. An application that varies by Accept-Encoding and a CORS middleware around it
# that adds a line of its own say the same; mod_cache_disk then names its files by the first line only while
# mod_cache compares the whole list: two pages that ask in turn push each other out, and nothing is ever hit.
# In the other order, with Origin in the first line, all is well.
set -euo pipefail
folder=$(mktemp -d)
apache= upstream=
trap 'kill $apache $upstream 2> /dev/null || true; rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -qq apache2-bin=2.4.71-1~deb12u1 libapr1=1.7.2-3+deb12u1 libaprutil1=1.6.3-1+deb12u1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH="$folder/usr/lib/x86_64-linux-gnu"
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
front=$(port) back=$(port)
cat > upstream.py <<PY
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

lines = {
    "/one-line": ["Accept-Encoding, Origin"],
    "/origin-second": ["Accept-Encoding", "Origin"],
    "/origin-first": ["Origin", "Accept-Encoding"],
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        for line in lines.get(self.path, []):
            self.send_header("vary", line)
        self.send_header("access-control-allow-origin", self.headers.get("origin", "*"))
        self.send_header("cache-control", "max-age=3600")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", $back), Handler).serve_forever()
PY
mkdir kept && chmod 777 kept
cat > apache.conf <<APACHE
ServerRoot "$folder/usr/lib/apache2"
PidFile "$folder/pid"
ErrorLog "$folder/log"
Listen 127.0.0.1:$front
ServerName 127.0.0.1
User nobody
Group nogroup
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule proxy_module modules/mod_proxy.so
LoadModule proxy_http_module modules/mod_proxy_http.so
LoadModule cache_module modules/mod_cache.so
LoadModule cache_disk_module modules/mod_cache_disk.so
CacheRoot "$folder/kept"
CacheEnable disk /
CacheHeader on
ProxyPass / http://127.0.0.1:$back/
APACHE
python3 upstream.py & upstream=$!
usr/sbin/apache2 -X -f "$folder/apache.conf" & apache=$!
for _ in $(seq 100); do curl -sf -o /dev/null "http://127.0.0.1:$front/ready" && break; sleep 0.1; done
usr/sbin/apache2 -v | head -1
seen=$(for path in one-line origin-second origin-first; do
  states=$(for page in a b a b; do
    curl -s -i -H "Origin: https://$page.example" "http://127.0.0.1:$front/$path" | tr -d '\r' |
      sed -n "s/^X-Cache: \([A-Z]*\) .*/$page \1/Ip"
  done | paste -s -d ,)
  echo "$path: $states"
done)
echo "$seen"
expected='one-line: a MISS,b MISS,a HIT,b HIT
origin-second: a MISS,b MISS,a MISS,b MISS
origin-first: a MISS,b MISS,a HIT,b HIT'
[[ $seen == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
