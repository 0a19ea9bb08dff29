#!/usr/bin/env bash
# One Playwright route, for whatever URL, takes all preflights of the page away from its servers (Chromium).
#
# While a page has any route, Playwright 1.65 answers preflights itself: the server gets the DELETE and never
# the OPTIONS. Here the server answers OPTIONS with 404, so that the call fails, as it does for users; a route
# that matches another URL and changes nothing makes the same call succeed. A test suite that stubs one
# analytics script cannot see a broken preflight any more. (puppeteer-core's interception does not do this.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1 @sparticuz/chromium@147.0.0
cat > ask.mjs <<'JS'
import http from 'node:http';
import packaged from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

let seen = [];
const listen = (handler) => new Promise((ready) => {
  const server = http.createServer(handler).listen(0, '127.0.0.1', () => {
    ready(`http://127.0.0.1:${server.address().port}/`);
  });
});
const api = await listen((request, response) => {
  seen.push(request.method);
  response.writeHead(request.method === 'OPTIONS' ? 404 : 200, { 'access-control-allow-origin': '*' });
  response.end();
});
const app = await listen((request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<p>');
});
const browser = await chromium.launch({
  executablePath: await packaged.executablePath(),
  args: ['--no-sandbox'],
});
console.log(`Chromium ${browser.version()}`);
for (const routed of [false, true]) {
  const page = await browser.newPage();
  await page.goto(app);
  if (routed) await page.route('**/another-path', (route) => route.continue());
  seen = [];
  const outcome = await page.evaluate(
    (url) => fetch(url, { method: 'DELETE' }).then(() => 'is read', () => 'fails'),
    api,
  );
  console.log(`${routed ? 'with' : 'without'} a route: DELETE ${outcome}, the server saw ${seen.join(', ')}`);
}
await browser.close();
process.exit(0);
JS
echo "playwright-core $(node -p "require('playwright-core/package.json').version")"
seen=$(node ask.mjs)
echo "$seen"
[[ $seen == *'without a route: DELETE fails, the server saw OPTIONS
with a route: DELETE is read, the server saw DELETE' ]] || { echo 'this has changed' >&2; exit 1; }
