// Netlify's own reader and matcher of `_headers`, as its development server has them, under each policy: what host is
// asked for says which.
import { HeadersHandler } from "@netlify/headers";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";

const said = JSON.parse(readFileSync("said.json"));
const logger = {
  error(text) {
    throw new Error(text);
  },
};
const handlers = {};
for (const name of readdirSync(".").filter((name) => /^p[0-9]+$/.test(name))) {
  handlers[name] = new HeadersHandler({ projectDir: name, logger });
}

createServer(async ({ url, headers: { host } }, answer) => {
  const response = new Response(null, { status: url.includes("breaks") ? 500 : 200, headers: said });
  await handlers[host.split(".")[0]].apply(new Request(`https://${host}${url}`), response);
  answer.writeHead(response.status, Object.fromEntries(response.headers)).end();
}).listen(process.env.PORT, "127.0.0.1");
