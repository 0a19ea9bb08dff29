// What serves files at Cloudflare, by its makers' simulator: a Worker of files for each policy, and one in front of them that
// hands on by the host. Every path is a file's.
import { Log, LogLevel, Miniflare } from "miniflare";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

class Strict extends Log {
  warn(text) {
    throw new Error(text);
  }
}
const worker = (name, contents, more) => ({
  config: {
    name,
    compatibilityDate: "2026-11-01",
    manifest: { mainModule: "code.mjs", modules: { "code.mjs": { type: "esm", contents } } },
    ...more,
  },
});
const front = `
export default {
  async fetch(request, env) {
    const { hostname, pathname } = new URL(request.url);
    const { status, headers } = await env[hostname.split(".")[0]].fetch(request);
    const said = new Headers(headers);
    for (const [name, value] of Object.entries(env.said)) said.set(name, value);
    return new Response(null, { status: pathname.includes("breaks") ? 500 : status, headers: said });
  },
};`;

const names = readdirSync(".").filter((name) => /^p[0-9]+$/.test(name));
const env = { said: { type: "json", value: JSON.parse(readFileSync("said.json")) } };
const sites = names.map((name) => {
  const directory = join(process.cwd(), name);
  writeFileSync(join(directory, "index.html"), "");
  env[name] = { type: "worker", worker: name };
  const assets = { directory, notFoundHandling: "single-page-application", htmlHandling: "none" };
  return worker(name, "export default {};", { assets });
});
const workers = [worker("front", front, { env }), ...sites];
const port = Number(process.env.PORT);
await new Miniflare({ host: "127.0.0.1", port, workers, log: new Strict(LogLevel.WARN), cf: false }).ready;
