#!/usr/bin/env bash
# jsdom 29's XMLHttpRequest fails when a preflight's answer lists its allowed headers in two lines.
#
# HTTP lets a list be sent in one line or in several, and servers that add a line for each feature do so. All
# browsers join the lines; jsdom takes the several lines for a value that is not text and ends the request
# with an error event. One line, separated by commas, with the same names works.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jsdom@29.1.1
cat > ask.mjs <<'JS'
import http from 'node:http';
import { JSDOM, VirtualConsole } from 'jsdom';

let lines;
const api = http.createServer((request, response) => {
  response.writeHead(200, {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': lines,
  });
  response.end('readable');
}).listen(0, '127.0.0.1');
await new Promise((ready) => api.on('listening', ready));
const { window } = new JSDOM('', { url: 'http://app.example/', virtualConsole: new VirtualConsole() });
const ask = () => new Promise((done) => {
  const xhr = new window.XMLHttpRequest();
  xhr.open('GET', `http://127.0.0.1:${api.address().port}/`);
  xhr.setRequestHeader('x-first', '1');
  xhr.setRequestHeader('x-second', '2');
  xhr.onload = () => done('is read');
  xhr.onerror = () => done('ends in an error');
  xhr.send();
});
for (lines of [['x-first, x-second'], ['x-first', 'x-second']]) {
  console.log(`allowed headers in ${lines.length} line(s): the answer ${await ask()}`);
}
process.exit(0);
JS
echo "jsdom $(node -p "require('jsdom/package.json').version")"
seen=$(node ask.mjs)
echo "$seen"
expected='allowed headers in 1 line(s): the answer is read
allowed headers in 2 line(s): the answer ends in an error'
[[ $seen == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
