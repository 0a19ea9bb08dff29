// The emulator of Azure Static Web Apps, from its file's reading on, under each policy: what host is asked for says which.
// Every path is a file's.
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

process.env.SWA_CLI_OUTPUT_LOCATION = mkdtempSync(join(tmpdir(), "crosscheck-app-files-"));
process.env.SWA_CLI_APP_PROTOCOL = "http";
writeFileSync(join(process.env.SWA_CLI_OUTPUT_LOCATION, "index.html"), "");
const emulator = "./node_modules/@azure/static-web-apps-cli/dist";
const { handleUserConfig, requestMiddleware } = await import(`${emulator}/msha/middlewares/request.middleware.js`);

const said = JSON.parse(readFileSync("said.json"));
const configs = {};
for (const name of readdirSync(".").filter((name) => /^p[0-9]+$/.test(name))) {
  const config = await handleUserConfig(name);
  if (!config) throw new Error(`${name}: its schema refuses it`);
  configs[name] = { ...config, navigationFallback: { rewrite: "/index.html", exclude: [] } };
}

createServer(async (asked, answer) => {
  const breaks = asked.url.includes("breaks");
  for (const [name, value] of Object.entries(said)) answer.setHeader(name, value);
  const writeHead = answer.writeHead;
  answer.writeHead = (status, ...more) => writeHead.call(answer, breaks ? 500 : status, ...more);
  const handled = requestMiddleware(asked, answer, undefined, configs[asked.headers.host.split(".")[0]]);
  // It takes what stands behind two slashes for a host.
  await handled.catch(() => answer.writeHead(400).end());
}).listen(process.env.PORT, "127.0.0.1");
