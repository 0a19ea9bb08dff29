#!/usr/bin/env bash
# Node's fetch (undici 7) says `Sec-Fetch-Mode: cors` on every request and never sends Origin or Sec-Fetch-Site.
#
# In browsers the three come together: a request of mode "cors" to another origin has all of them, a POST
# always has an Origin. A server, gateway or log that takes `Sec-Fetch-Mode: cors` for "a page of another origin
# asks" counts every script that runs in Node, and one that demands an Origin beside it refuses them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts undici@7.30.2
cat > ask.mjs <<'JS'
import http from 'node:http';
import { fetch } from 'undici';

const api = http.createServer((request, response) => {
  const { origin, 'sec-fetch-mode': mode, 'sec-fetch-site': site } = request.headers;
  console.log(`${request.method}: Sec-Fetch-Mode ${mode}, Sec-Fetch-Site ${site}, Origin ${origin}`);
  response.end();
}).listen(0, '127.0.0.1');
await new Promise((ready) => api.on('listening', ready));
const url = `http://127.0.0.1:${api.address().port}/`;
const headers = { 'content-type': 'application/json' };
await fetch(url);
await fetch(url, { method: 'POST', headers, body: '{}', credentials: 'include' });
process.exit(0);
JS
echo "undici $(node -p "require('undici/package.json').version")"
seen=$(node ask.mjs)
echo "$seen"
expected='GET: Sec-Fetch-Mode cors, Sec-Fetch-Site undefined, Origin undefined
POST: Sec-Fetch-Mode cors, Sec-Fetch-Site undefined, Origin undefined'
[[ $seen == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
