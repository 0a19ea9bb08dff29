#!/usr/bin/env bash
# hono 4.13's `etag()` takes the headers of `cors()` off every 304, whichever of the two stands around the other.
#
# Middleware is thought of as an onion: what the outer one writes, the inner one cannot take away. hono's `cors()`
# writes before it calls on, and `etag()` builds the 304 anew with six headers, Vary among them and
# Access-Control-Allow-Origin not. The page that has the file in its cache does not notice; a second origin of
# the list, whose request Chromium sends with the first one's ETag because of `Vary: Origin`, is refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts hono@4.13.19
cat > ask.mjs <<'JS'
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';

const origins = cors({ origin: ['https://a.example', 'https://b.example'] });
for (const [name, outer, inner] of [['cors, then etag', origins, etag()], ['etag, then cors', etag(), origins]]) {
  const app = new Hono().use(outer).use(inner).get('/', (context) => context.text('readable'));
  const first = await app.request('/', { headers: { origin: 'https://a.example' } });
  const headers = { origin: 'https://b.example', 'if-none-match': first.headers.get('etag') };
  for (const { status, headers: seen } of [first, await app.request('/', { headers })]) {
    console.log(`${name}: ${status} for ${seen.get('access-control-allow-origin') ?? 'nobody'}, Vary: ${seen.get('vary')}`);
  }
}
JS
echo "hono $(node -p "require('./node_modules/hono/package.json').version")"
seen=$(node ask.mjs)
echo "$seen"
expected='cors, then etag: 200 for https://a.example, Vary: Origin
cors, then etag: 304 for nobody, Vary: Origin
etag, then cors: 200 for https://a.example, Vary: Origin
etag, then cors: 304 for nobody, Vary: Origin'
[[ $seen == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
