// Azurite with an account for each policy, which the host names. Of its answers what is said of CORS is handed on, and
// the status of OPTIONS; what lies in the storage is not asked about.
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createServer, request } from "node:http";
import { connect } from "node:net";

const names = readdirSync(".").filter((name) => /^p[0-9]+$/.test(name));
const key = Buffer.from("a key of an account that lives for a minute");
const port = await new Promise((found) => {
  const free = createServer().listen(0, "127.0.0.1", () => {
    const { port } = free.address();
    free.close(() => found(port));
  });
});
const emulator = spawn(
  "node",
  ["node_modules/azurite/dist/src/blob/main.js", "--blobHost", "127.0.0.1", "--blobPort", String(port),
    "--silent", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"],
  {
    env: { ...process.env, AZURITE_ACCOUNTS: names.map((name) => `${name}:${key.toString("base64")}`).join(";") },
    stdio: "inherit",
  },
);
emulator.on("exit", () => process.exit(1));

const listens = () =>
  new Promise((told) => {
    const socket = connect(port, "127.0.0.1", () => told(!socket.destroy().connecting));
    socket.on("error", () => told(false));
  });
while (!(await listens())) await new Promise((later) => setTimeout(later, 50));

/** Sets the rules of an account, signed with its key. */
const setRules = (name) =>
  new Promise((done, failed) => {
    const { corsRules } = JSON.parse(readFileSync(`${name}/cors.json`)).properties.cors;
    const rule = (rule) =>
      `<CorsRule><AllowedOrigins>${rule.allowedOrigins}</AllowedOrigins><AllowedMethods>${rule.allowedMethods}` +
      `</AllowedMethods><AllowedHeaders>${rule.allowedHeaders}</AllowedHeaders><ExposedHeaders>${rule.exposedHeaders}` +
      `</ExposedHeaders><MaxAgeInSeconds>${rule.maxAgeInSeconds}</MaxAgeInSeconds></CorsRule>`;
    const body =
      `<?xml version="1.0" encoding="utf-8"?><StorageServiceProperties><Cors>${corsRules.map(rule).join("")}</Cors>` +
      "</StorageServiceProperties>";
    const date = new Date().toUTCString();
    const lines = [`x-ms-date:${date}`, "x-ms-version:2021-08-06", `/${name}/`, "comp:properties", "restype:service"];
    const signed = ["PUT", "", "", Buffer.byteLength(body), "", "", "", "", "", "", "", "", ...lines].join("\n");
    const signature = createHmac("sha256", key).update(signed).digest("base64");
    const headers = {
      host: `${name}.example`,
      "content-length": Buffer.byteLength(body),
      "x-ms-date": date,
      "x-ms-version": "2021-08-06",
      authorization: `SharedKey ${name}:${signature}`,
    };
    request({ port, host: "127.0.0.1", method: "PUT", path: "/?restype=service&comp=properties", headers }, (answer) => {
      let text = "";
      answer.on("data", (data) => (text += data));
      answer.on("end", () => (answer.statusCode === 202 ? done() : failed(new Error(`${name}: ${answer.statusCode} ${text}`))));
    }).end(body);
  });
await Promise.all(names.map(setRules));

createServer((asked, answer) => {
  const { method, headers, url: path } = asked;
  request({ port, host: "127.0.0.1", method, path, headers }, (came) => {
    const status = path.includes("breaks") ? 500 : 200;
    answer.writeHead(method === "OPTIONS" ? came.statusCode : status, came.rawHeaders);
    came.pipe(answer);
  }).end();
}).listen(process.env.PORT, "127.0.0.1");
