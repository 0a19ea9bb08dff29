#!/usr/bin/env bash
# Bun's fetch writes every method in capitals; browsers, Node and Deno do so with six only, and PATCH is none of them.
#
# By the Fetch standard `method: 'patch'` goes out as `patch`, whose preflight asks for `patch`, which no server lists.
# In Bun the same line, run as a test or on the server's side of an application, sends PATCH and is answered; so
# does one with `query`. The page then fails in all browsers with a CORS error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @oven/bun-linux-x64-baseline@1.4.5 @deno/linux-x64-glibc@2.9.6
cat > ask.mjs <<'JS'
console.log(['put', 'patch', 'query'].map((method) => new Request('http://api.example/', { method }).method).join(', '));
JS
export HOME="$folder" NODE_NO_WARNINGS=1
seen="Bun $(node_modules/@oven/bun-linux-x64-baseline/bin/bun --version): $(node_modules/@oven/bun-linux-x64-baseline/bin/bun ask.mjs)
Deno $(node_modules/@deno/linux-x64-glibc/deno --version | sed -n 's/^deno \([^ ]*\).*/\1/p'): $(node_modules/@deno/linux-x64-glibc/deno run ask.mjs)
Node: $(node ask.mjs)"
echo "$seen"
expected='Bun 1.4.5: PUT, PATCH, QUERY
Deno 2.9.6: PUT, patch, query
Node: PUT, patch, query'
[[ $seen == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
