// Hono under each policy: what host is asked for says which.
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";

const said = JSON.parse(readFileSync("said.json"));
const apps = {};
for (const name of readdirSync(".").filter((name) => /^p[0-9]+$/.test(name))) {
  const { cors } = await import(`./${name}/crosscheck-cors.mjs`);
  const app = new Hono();
  app.use(cors);
  app.all("*", (context) => {
    if (context.req.path.includes("breaks")) throw new Error("it breaks");
    return context.text("ok", 200, said);
  });
  apps[name] = getRequestListener(app.fetch);
}
createServer((request, response) => apps[request.headers.host.split(".")[0]](request, response)).listen(
  process.env.PORT,
  "127.0.0.1",
);
