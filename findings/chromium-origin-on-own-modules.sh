#!/usr/bin/env bash
# Chromium 153 sends Origin with a GET of the page's own module scripts and fonts, and not with its own fetch().
#
# By the Fetch standard a GET carries Origin only if the answer must be shared across origins, so none that stays
# at home does. In Chromium every element with `crossorigin`, every module, preload and font names the page's
# origin to the page's own server; fetch, XMLHttpRequest and <video crossorigin>, of the same mode, do not. A server
# that takes Origin for the mark of a foreign page, and compares it with a list or, behind a proxy, with its own Host
# or scheme, refuses the script of its own page and answers its API calls. Firefox sends it with fonts alone.
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

const seen = {};
const server = http.createServer(({ url, headers }, response) => {
  seen[url.slice(1)] = `${headers['sec-fetch-mode']}, Origin ${headers.origin ? 'sent' : 'absent'}`;
  const type = url === '/page' ? 'text/html' : url === '/image' ? 'image/svg+xml' : 'text/javascript';
  response.writeHead(200, { 'content-type': type });
  response.end(url === '/page' ? '<body>' : '');
}).listen(0, 'localhost');
await new Promise((ready) => server.on('listening', ready));
const browser = await puppeteer.launch({
  executablePath: await packaged.executablePath(),
  args: ['--no-sandbox'],
  headless: 'shell',
});
console.log(await browser.version());
const page = await browser.newPage();
await page.goto(`http://localhost:${server.address().port}/page`);
await page.evaluate(async () => {
  await fetch('/fetch');
  await new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open('GET', '/xhr');
    request.onload = done;
    request.send();
  });
  const element = (name, attributes) => new Promise((done) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.onload = made.onerror = done;
    document.body.append(made);
  });
  await element('script', { src: '/script' });
  await element('script', { src: '/script-crossorigin', crossOrigin: 'anonymous' });
  await element('script', { src: '/module', type: 'module' });
  await element('img', { src: '/image', crossOrigin: 'anonymous' });
  await element('video', { src: '/video', crossOrigin: 'anonymous' });
  await new FontFace('font', 'url(/font)').load().catch(() => {});
});
for (const [name, headers] of Object.entries(seen)) {
  if (!['page', 'favicon.ico'].includes(name)) console.log(`${name}: ${headers}`);
}
await browser.close();
process.exit(0);
JS
seen=$(node ask.mjs)
echo "$seen"
expected='fetch: cors, Origin absent
xhr: cors, Origin absent
script: no-cors, Origin absent
script-crossorigin: cors, Origin sent
module: cors, Origin sent
image: cors, Origin sent
video: cors, Origin absent
font: cors, Origin sent'
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
