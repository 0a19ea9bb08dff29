#!/usr/bin/env bash
# Chromium 153 never uses its HTTP cache for plain images and scripts of others on a page with COEP `credentialless`.
#
# `Cross-Origin-Embedder-Policy: credentialless` is told of as the gentle way to cross-origin isolation: other
# sites' files need no header, they are only asked for without cookies. It has a second effect: each of them is
# requested anew on every visit, with `Cache-Control: no-cache`, `immutable` or not, so that a CDN is asked for
# everything. `require-corp` keeps the cache, and so does `crossorigin` on the element, which needs CORS.
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
let asked = [];
const cdn = await listen((request, response) => {
  asked.push(request.headers['cache-control'] ?? 'plainly');
  response.writeHead(200, {
    'content-type': 'text/javascript',
    'cache-control': 'max-age=3600, immutable',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  });
  response.end();
});
const page = await listen(({ url }, response) => {
  response.writeHead(200, { 'content-type': 'text/html', 'cross-origin-embedder-policy': url.slice(1) });
  response.end('<body>');
});
const load = (url, crossOrigin) => new Promise((done, failed) => {
  const script = Object.assign(document.createElement('script'), { crossOrigin, onload: done, onerror: failed });
  script.src = url;
  document.body.append(script);
});
const browser = await puppeteer.launch({
  executablePath: await packaged.executablePath(),
  args: ['--no-sandbox'],
  headless: 'shell',
});
console.log(await browser.version());
for (const policy of ['unsafe-none', 'require-corp', 'credentialless']) {
  for (const crossOrigin of [null, 'anonymous']) {
    asked = [];
    for (let visit = 0; visit < 3; visit += 1) {
      const tab = await browser.newPage();
      await tab.goto(page + policy);
      await tab.evaluate(load, `${cdn}${policy}-${crossOrigin}`, crossOrigin);
      await tab.close();
    }
    const element = crossOrigin ? '<script crossorigin>' : '<script>';
    console.log(`${policy}, ${element}: three visits ask ${asked.join(', ')}`);
  }
}
await browser.close();
process.exit(0);
JS
seen=$(node ask.mjs)
echo "$seen"
expected='unsafe-none, <script>: three visits ask plainly
unsafe-none, <script crossorigin>: three visits ask plainly
require-corp, <script>: three visits ask plainly
require-corp, <script crossorigin>: three visits ask plainly
credentialless, <script>: three visits ask no-cache, no-cache, no-cache
credentialless, <script crossorigin>: three visits ask plainly'
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
