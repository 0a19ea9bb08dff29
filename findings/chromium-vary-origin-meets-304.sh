#!/usr/bin/env bash
# `Vary: Origin` keeps two origins apart in Chromium's cache only until the server answers 304.
#
# A file is cached for page A with `Vary: Origin`, an ETag and A's name. Page B, another origin of the same site, asks
# for it: Chromium sees that the kept answer is not for B, and yet asks with `If-None-Match`. A server may leave
# Access-Control-Allow-Origin out of its 304, for RFC 9110 does not ask for it there; Chromium then puts the new
# answer together with A's kept headers and refuses it to B. Without the ETag the same page reads the file.
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
const api = await listen(({ url, headers }, response) => {
  const condition = headers['if-none-match'];
  asked.push(condition ? 'with If-None-Match' : 'without a condition');
  const etag = url.endsWith('tagged') ? { etag: '"1"' } : {};
  const state = { ...etag, 'cache-control': 'max-age=3600', vary: 'Origin' };
  if (condition) return response.writeHead(304, state).end();
  response.writeHead(200, { ...state, 'access-control-allow-origin': headers.origin });
  response.end('readable');
});
const page = (request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<p>');
};
const pages = { A: await listen(page), B: await listen(page) };
const browser = await puppeteer.launch({
  executablePath: await packaged.executablePath(),
  args: ['--no-sandbox'],
  headless: 'shell',
});
console.log(await browser.version());
for (const file of ['plain', 'tagged']) {
  for (const [name, origin] of Object.entries(pages)) {
    const tab = await browser.newPage();
    await tab.goto(origin);
    asked = [];
    const outcome = await tab.evaluate((url) => fetch(url).then(() => 'reads', () => 'is refused'), api + file);
    console.log(`${file}: page ${name} ${outcome}; the server was asked ${asked.join(', ')}`);
  }
}
await browser.close();
process.exit(0);
JS
seen=$(node ask.mjs)
echo "$seen"
expected='plain: page A reads; the server was asked without a condition
plain: page B reads; the server was asked without a condition
tagged: page A reads; the server was asked without a condition
tagged: page B is refused; the server was asked with If-None-Match'
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
