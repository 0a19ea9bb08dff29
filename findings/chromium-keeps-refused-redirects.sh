#!/usr/bin/env bash
# Chromium 153 forgets an answer that CORS refused, whatever its max-age, and keeps a redirect that CORS refused.
#
# HTTP caching knows nothing of CORS, so one expects both to be kept as they say: a file with `max-age=3600` that
# lacked Access-Control-Allow-Origin for an hour, a 301 for as long as a cache likes. Who then mends the server sees the
# file work at once, and takes the cache for harmless; the redirect goes on being refused to everybody who met it,
# without one request that a log could show. (Firefox 153 does just the opposite: the redirect is asked for anew, the
# file stays refused until it is an hour old.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0 @sparticuz/chromium@153.0.0
cat > ask.mjs <<'JS'
import http from 'node:http';
import packaged from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const listen = (handler) => new Promise((ready) => {
  const server = http.createServer(handler).listen(0, 'localhost', () => {
    ready(`http://localhost:${server.address().port}/`);
  });
});
let mended = false;
let asked = 0;
const api = await listen(({ url }, response) => {
  asked += 1;
  const cors = (mended || url === '/target') && { 'access-control-allow-origin': '*' };
  const head = url === '/redirect' ? { location: '/target' } : { 'cache-control': 'max-age=3600' };
  response.writeHead(url === '/redirect' ? 301 : 200, { ...head, ...cors });
  response.end(url === '/redirect' ? '' : 'readable');
});
const page = await listen((request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<p>');
});
const browser = await puppeteer.launch({
  executablePath: await packaged.executablePath(),
  args: ['--no-sandbox'],
  headless: 'shell',
});
console.log(await browser.version());
const tab = await browser.newPage();
await tab.goto(page);
for (const path of ['file', 'redirect']) {
  for (mended of [false, true]) {
    asked = 0;
    const outcome = await tab.evaluate((url) => fetch(url).then(() => 'is read', () => 'is refused'), api + path);
    console.log(`the ${path} ${mended ? 'mended' : 'without CORS'}: ${outcome}, ${asked} request(s)`);
  }
}
await browser.close();
process.exit(0);
JS
seen=$(node ask.mjs)
echo "$seen"
expected='the file without CORS: is refused, 1 request(s)
the file mended: is read, 1 request(s)
the redirect without CORS: is refused, 1 request(s)
the redirect mended: is refused, 0 request(s)'
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
