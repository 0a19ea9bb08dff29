// Vercel's own schema and reading of `headers`; what it makes of them is applied as its documentation has it, under each
// policy: what host is asked for says which.
import ajv from "ajv";
import { getTransformedRoutes, headersSchema } from "@vercel/routing-utils";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";

const said = JSON.parse(readFileSync("said.json"));
const sites = {};
for (const name of readdirSync(".").filter((name) => /^p[0-9]+$/.test(name))) {
  const config = JSON.parse(readFileSync(`${name}/vercel.json`));
  const check = new ajv({ strict: false }).compile(headersSchema);
  if (!check(config.headers)) throw new Error(`${name}: ${JSON.stringify(check.errors)}`);
  const { routes, error } = getTransformedRoutes(config);
  if (error) throw new Error(`${name}: ${error.message}`);
  sites[name] = routes.map(({ src, has = [], headers }) => ({
    src: new RegExp(src),
    has: has.map(({ type, key, value }) => ({ type, key, value: new RegExp(`^${value}$`) })),
    headers,
  }));
}

/** What a request's header must be for a route, and what its groups caught. */
const caught = (has, headers) => {
  const groups = {};
  for (const { type, key, value } of has) {
    if (type !== "header") throw new Error(type);
    const found = headers[key] === undefined ? null : value.exec(headers[key]);
    if (!found) return null;
    Object.assign(groups, found.groups);
  }
  return groups;
};

createServer(({ headers, url }, answer) => {
  const path = url.split("?")[0];
  const says = { ...said };
  for (const { src, has, headers: lines } of sites[headers.host.split(".")[0]]) {
    const groups = src.test(path) && caught(has, headers);
    if (!groups) continue;
    for (const [name, value] of Object.entries(lines)) {
      says[name.toLowerCase()] = value.replace(/\$(\w+)/g, (_, group) => groups[group] ?? "");
    }
  }
  answer.writeHead(path.includes("breaks") ? 500 : 200, says).end();
}).listen(process.env.PORT, "127.0.0.1");
