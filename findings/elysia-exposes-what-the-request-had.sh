#!/usr/bin/env bash
# @elysiajs/cors 1.4 exposes the names of the request's headers where nothing is said of `exposeHeaders`.
#
# Its README gives the default as `*`. What is sent is the list of the headers that the request happened to carry:
# `X-Total-Count` of the answer stays hidden from the page unless the page sent a header of that name itself, and the
# list differs from client to client. Who tries it from a page of the API's own origin, or with curl, sees the
# header; only a list of one's own exposes it to others.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts elysia@1.4.30 @elysiajs/cors@1.4.2
cat > ask.mjs <<'JS'
import { cors } from '@elysiajs/cors';
import { Elysia } from 'elysia';

for (const options of [{}, { exposeHeaders: ['x-total-count'] }]) {
  const app = new Elysia().use(cors(options)).get('/', ({ set }) => {
    set.headers['x-total-count'] = '42';
    return '';
  });
  const headers = { origin: 'https://app.example', 'x-request-id': '1' };
  const answer = await app.handle(new Request('http://api.example/', { headers }));
  console.log(`cors(${JSON.stringify(options)}) exposes ${answer.headers.get('access-control-expose-headers')}`);
}
JS
echo "@elysiajs/cors $(node -p "require('./node_modules/@elysiajs/cors/package.json').version")"
seen=$(node ask.mjs)
echo "$seen"
expected='cors({}) exposes origin, x-request-id
cors({"exposeHeaders":["x-total-count"]}) exposes x-total-count'
[[ $seen == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
