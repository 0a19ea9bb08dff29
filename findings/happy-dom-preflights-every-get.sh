#!/usr/bin/env bash
# happy-dom 21 asks for a preflight before every cross-origin request, a plain GET included.
#
# The Fetch standard lets a GET without headers of its own go out at once, and all browsers do so. In a test
# that runs in happy-dom the same call sends OPTIONS first, and with no Access-Control-Request-Headers. A
# server that is right for browsers and has no OPTIONS handler on a read-only path (a static file, a
# plain GET route with `Access-Control-Allow-Origin: *`) therefore fails in the test and works in the browser.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts happy-dom@21.0.4
cat > ask.mjs <<'JS'
import http from 'node:http';
import { Window } from 'happy-dom';

const seen = [];
const api = http.createServer((request, response) => {
  seen.push(request.method);
  const status = request.method === 'GET' ? 200 : 405;
  response.writeHead(status, { 'access-control-allow-origin': '*' });
  response.end('readable');
}).listen(0, '127.0.0.1');
await new Promise((ready) => api.on('listening', ready));
const window = new Window({ url: 'http://app.example/' });
let outcome;
try {
  const answer = await window.fetch(`http://127.0.0.1:${api.address().port}/`);
  outcome = `${answer.status} ${await answer.text()}`;
} catch (error) {
  outcome = `refused (${error.name})`;
}
console.log(`fetch of a plain GET: ${outcome}; the server saw ${seen.join(', ')}`);
process.exit(0);
JS
echo "happy-dom $(node -p "require('happy-dom/package.json').version")"
seen=$(node ask.mjs)
echo "$seen"
[[ $seen == 'fetch of a plain GET: refused'*'the server saw OPTIONS' ]] || { echo 'this has changed' >&2; exit 1; }
