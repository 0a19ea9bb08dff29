#!/usr/bin/env bash
# jsdom 29's XMLHttpRequest decides by a header's name alone whether a preflight is needed.
#
# By the Fetch standard the value counts: `Content-Type: application/json` needs a preflight and
# `Range: bytes=0-5` needs none. In jsdom it is the other way round: a cross-origin POST of JSON
# goes out at once, so a test never meets the server's OPTIONS handler, and the range request, which browsers
# send at once, waits for a preflight that a file server need not answer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jsdom@29.1.1
cat > ask.mjs <<'JS'
import http from 'node:http';
import { JSDOM, VirtualConsole } from 'jsdom';

let seen = [];
const api = http.createServer((request, response) => {
  seen.push(request.method);
  response.writeHead(200, {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'content-type, range',
  });
  response.end('{}');
}).listen(0, '127.0.0.1');
await new Promise((ready) => api.on('listening', ready));
const { window } = new JSDOM('', { url: 'http://app.example/', virtualConsole: new VirtualConsole() });
const ask = (method, header, value, body) => new Promise((done) => {
  const xhr = new window.XMLHttpRequest();
  xhr.open(method, `http://127.0.0.1:${api.address().port}/`);
  xhr.setRequestHeader(header, value);
  xhr.onloadend = () => done();
  xhr.send(body);
});
for (const [method, header, value, body] of [
  ['POST', 'content-type', 'application/json', '{}'],
  ['GET', 'range', 'bytes=0-5', null],
]) {
  seen = [];
  await ask(method, header, value, body);
  console.log(`${method} with ${header}: ${value} sends ${seen.join(', then ')}`);
}
process.exit(0);
JS
echo "jsdom $(node -p "require('jsdom/package.json').version")"
seen=$(node ask.mjs)
echo "$seen"
expected='POST with content-type: application/json sends POST
GET with range: bytes=0-5 sends OPTIONS, then GET'
[[ $seen == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
