#!/usr/bin/env bash
# `crossorigin` on a stylesheet does not reach the sheets that it imports: Chromium 153 asks for those without CORS.
#
# What a module imports is asked for in the module's own mode, and one expects no less of a stylesheet with
# `crossorigin`, all the more as its fonts go by CORS. Its `@import` goes without Origin: the page reads the
# rules of the sheet and gets a SecurityError for those of the imported one, from the same server with the same
# headers. With `Cross-Origin-Embedder-Policy: require-corp`, for whose sake `crossorigin` was written, the sheet is
# applied and what it imports is not (8px is the browser's own margin), and no attribute helps: the server of the
# imported sheet must send Cross-Origin-Resource-Policy.
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
  const server = http.createServer(handler).listen(0, '127.0.0.1', () => ready(server.address().port));
});
const origins = {};
const sheets = { '/sheet': '@import "/imported"; body { margin-top: 1px }', '/imported': 'body { margin-left: 2px }' };
const styles = await listen(({ url, headers }, response) => {
  origins[url.slice(1)] = headers.origin ? 'with Origin' : 'without';
  response.writeHead(200, { 'content-type': 'text/css', 'access-control-allow-origin': '*' });
  response.end(sheets[url]);
});
const pages = await listen(({ url }, response) => {
  response.writeHead(200, { 'content-type': 'text/html', 'cross-origin-embedder-policy': url.slice(1) });
  response.end('<!doctype html><body>');
});
const browser = await puppeteer.launch({
  executablePath: await packaged.executablePath(),
  args: ['--no-sandbox', '--host-resolver-rules=MAP * 127.0.0.1'],
  headless: 'shell',
});
console.log(await browser.version());
for (const policy of ['unsafe-none', 'require-corp']) {
  const page = await browser.newPage();
  await page.goto(`http://app.localhost:${pages}/${policy}`);
  const seen = await page.evaluate(async (href) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', crossOrigin: 'anonymous', href });
    await new Promise((done) => {
      link.onload = link.onerror = done;
      document.head.append(link);
    });
    const rules = (sheet) => {
      try {
        return `${sheet.cssRules.length} rule(s)`;
      } catch (error) {
        return error.name;
      }
    };
    const style = getComputedStyle(document.body);
    return `sheet: ${rules(link.sheet)}, margin ${style.marginTop}; ` +
      `imported: ${rules(link.sheet.cssRules[0].styleSheet)}, margin ${style.marginLeft}`;
  }, `http://styles.example:${styles}/sheet`);
  console.log(`${policy}: ${seen}; asked for ${origins.sheet}, and ${origins.imported}`);
}
await browser.close();
process.exit(0);
JS
seen=$(node ask.mjs)
echo "$seen"
expected='unsafe-none: sheet: 2 rule(s), margin 1px; imported: SecurityError, margin 2px; asked for with Origin, and without
require-corp: sheet: 2 rule(s), margin 1px; imported: SecurityError, margin 8px; asked for with Origin, and without'
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
