#!/usr/bin/env bash
# A plain <img> of another site carries Origin in Chromium 153 once its site was granted storage access on the page's.
#
# A GET in mode "no-cors" has no Origin: that is how servers, caches and `Vary` tell an <img> from one with
# `crossorigin`. Where third-party cookies are blocked and the visitor has once let an embedded site use its own (a
# player, a comment box, a login), its images, scripts and no-cors fetches on that site's pages are sent with
# `Sec-Fetch-Storage-Access: inactive`, and with that, as its draft has it, goes Origin, without a cookie and without
# CORS. A CDN that keeps answers by Origin keeps them for each page, and who counts by Origin counts images as CORS.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0 @sparticuz/chromium@153.0.0
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 30 \
  -subj /CN=app.test -addext subjectAltName=DNS:www.app.test,DNS:www.player.test 2> /dev/null
openssl x509 -in certificate.pem -pubkey -noout | openssl pkey -pubin -outform der |
  openssl dgst -sha256 -binary | base64 > trusted
cat > ask.mjs <<'JS'
import { readFileSync } from 'node:fs';
import https from 'node:https';
import packaged from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const [app, player] = ['https://www.app.test', 'https://www.player.test'];
let seen;
const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => readFileSync(name));
const server = https.createServer({ key, cert }, ({ url, headers }, response) => {
  if (url === '/page') {
    return response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'a=1; SameSite=None; Secure' }).end();
  }
  seen = `mode ${headers['sec-fetch-mode']}, storage access ${headers['sec-fetch-storage-access']}, ` +
    `Origin ${headers.origin}, Cookie ${headers.cookie}`;
  response.writeHead(200, { 'content-type': 'image/svg+xml' });
  response.end('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
}).listen(0, '127.0.0.1');
await new Promise((ready) => server.on('listening', ready));
const browser = await puppeteer.launch({
  executablePath: await packaged.executablePath(),
  args: [
    '--no-sandbox',
    '--test-third-party-cookie-phaseout',
    `--ignore-certificate-errors-spki-list=${readFileSync('trusted', 'utf8').trim()}`,
    `--host-resolver-rules=MAP *:443 127.0.0.1:${server.address().port}`,
  ],
  headless: 'shell',
  userDataDir: 'profile',
});
console.log(await browser.version());
await (await browser.newPage()).goto(`${player}/page`);
const page = await browser.newPage();
await page.goto(`${app}/page`);
const image = (src) => new Promise((done, failed) => {
  Object.assign(new Image(), { onload: () => done(), onerror: () => failed(new Error('no image')), src });
});
await page.evaluate(image, `${player}/before`);
console.log(`<img>: ${seen}`);
const devtools = await browser.target().createCDPSession();
await devtools.send('Browser.setPermission', {
  permission: { name: 'storage-access' },
  setting: 'granted',
  origin: app,
  embeddedOrigin: player,
});
await page.evaluate(image, `${player}/after`);
console.log(`<img>, storage access granted: ${seen}`);
await browser.close();
process.exit(0);
JS
seen=$(node ask.mjs)
echo "$seen"
expected='<img>: mode no-cors, storage access none, Origin undefined, Cookie undefined
<img>, storage access granted: mode no-cors, storage access inactive, Origin https://www.app.test, Cookie undefined'
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
