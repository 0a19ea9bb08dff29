#!/usr/bin/env bash
# An API that says Strict-Transport-Security once is closed to its `http:` pages in Chromium 153: they become "null".
#
# The Fetch standard exchanges `http:` for `https:` before a request begins, so that only the URL changes. Chromium makes
# a redirect of it, from one origin to another, and what comes after a redirect between two foreign origins carries
# `Origin: null`. A call from http://www.shop.test to http://api.shop.test works until whatever tab or image has
# met https://api.shop.test and its header; from then on the same call is refused, although the server lists the page and
# answers over TLS, and the same call written with `https:` is allowed. The page's console alone names a redirect.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0 @sparticuz/chromium@153.0.0
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 30 \
  -subj /CN=api.shop.test -addext subjectAltName=DNS:api.shop.test 2> /dev/null
openssl x509 -in certificate.pem -pubkey -noout | openssl pkey -pubin -outform der |
  openssl dgst -sha256 -binary | base64 > trusted
cat > ask.mjs <<'JS'
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import packaged from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const origin = 'http://www.shop.test';
let asked = [];
const answer = ({ url, method, headers, socket }, response) => {
  if (url === '/page') return response.writeHead(200, { 'content-type': 'text/html' }).end('<p>');
  asked.push(`${socket.encrypted ? 'https' : 'http'} ${method} of ${headers.origin}`);
  response.writeHead(200, {
    'access-control-allow-origin': origin,
    ...(socket.encrypted && { 'strict-transport-security': 'max-age=3600' }),
  });
  response.end();
};
const listen = (server) => new Promise((ready) => {
  server.listen(0, '127.0.0.1', () => ready(server.address().port));
});
const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => readFileSync(name));
const [plain, secure] = [await listen(http.createServer(answer)), await listen(https.createServer({ key, cert }, answer))];
const browser = await puppeteer.launch({
  executablePath: await packaged.executablePath(),
  args: [
    '--no-sandbox',
    `--ignore-certificate-errors-spki-list=${readFileSync('trusted', 'utf8').trim()}`,
    `--host-resolver-rules=MAP *:80 127.0.0.1:${plain}, MAP *:443 127.0.0.1:${secure}`,
  ],
  headless: 'shell',
  userDataDir: 'profile',
});
console.log(await browser.version());
const page = await browser.newPage();
await page.goto(`${origin}/page`);
for (const url of ['http://api.shop.test/', 'https://api.shop.test/', 'http://api.shop.test/']) {
  asked = [];
  const outcome = await page.evaluate((address) => fetch(address).then(() => 'is read', () => 'is refused'), url);
  console.log(`${url} ${outcome}; the server saw ${asked.join(', ')}`);
}
await browser.close();
process.exit(0);
JS
seen=$(node ask.mjs)
echo "$seen"
expected='http://api.shop.test/ is read; the server saw http GET of http://www.shop.test
https://api.shop.test/ is read; the server saw https GET of http://www.shop.test
http://api.shop.test/ is refused; the server saw https GET of null'
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
