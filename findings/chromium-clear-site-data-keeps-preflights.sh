#!/usr/bin/env bash
# `Clear-Site-Data: "*"` empties Chromium 153's HTTP cache for a site, and leaves its remembered preflights.
#
# "*" is for whoever wants nothing of the past to count any more, and `"cache"` for what was kept of answers. After
# either a file with `max-age` is asked for again, and a PUT still goes out on the permission of a preflight from
# before, for up to two hours. Who lowers what preflights permit, or gave a wrong `Access-Control-Max-Age` away, has no
# header to take it back with.
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
const api = await listen(({ method, url, headers }, response) => {
  asked.push(method);
  const clear = url.startsWith('/clear') && { 'clear-site-data': decodeURIComponent(url.split('?')[1]) };
  response.writeHead(200, {
    'access-control-allow-origin': headers.origin ?? '*',
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'PUT',
    'access-control-max-age': '7200',
    'cache-control': method === 'GET' && !clear ? 'max-age=3600' : 'no-store',
    ...clear,
  });
  response.end();
});
const pages = await listen((request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<p>');
});
const browser = await puppeteer.launch({
  executablePath: await packaged.executablePath(),
  args: ['--no-sandbox'],
  headless: 'shell',
});
console.log(await browser.version());
for (const what of ['"cache"', '"*"']) {
  const page = await browser.newPage();
  await page.goto(pages);
  const ask = async (path, method) => {
    asked = [];
    const request = { credentials: 'include', method };
    await page.evaluate((url, init) => fetch(url, init).then((answer) => answer.text()), api + path, request);
    return asked.join(' and ') || 'nothing';
  };
  const [file, item] = [`file${what.length}`, `item${what.length}`];
  await ask(file, 'GET');
  await ask(item, 'PUT');
  const before = `file ${await ask(file, 'GET')}, item ${await ask(item, 'PUT')}`;
  const tab = await browser.newPage();
  await tab.goto(`${api}clear?${encodeURIComponent(what)}`);
  const after = `file ${await ask(file, 'GET')}, item ${await ask(item, 'PUT')}`;
  console.log(`the server is asked, before: ${before}; after ${what}: ${after}`);
}
await browser.close();
process.exit(0);
JS
seen=$(node ask.mjs)
echo "$seen"
expected='the server is asked, before: file nothing, item PUT; after "cache": file GET, item PUT
the server is asked, before: file nothing, item PUT; after "*": file GET, item PUT'
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
