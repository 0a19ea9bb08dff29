// CloudFront's part of the work, with a function at both events of the viewer, under each policy: what host is
// asked for says which. What it hands to a function and takes from one is as its documentation has it:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";

const said = JSON.parse(readFileSync("said.json"));
const handlers = {};
for (const name of readdirSync(".").filter((name) => /^p[0-9]+$/.test(name))) {
  handlers[name] = (await import(`./${name}/crosscheck-cors.mjs`)).handler;
}

const config = (eventType) => ({
  distributionDomainName: "d123.cloudfront.net",
  distributionId: "EDFDVBD6EXAMPLE",
  eventType,
  requestId: "4TyzHTaYWb1GX1qTfsHhEqV6HUDd",
});

/** Lines as it tells them: by small letters, each a list. */
const told = (raw) => {
  const headers = {};
  for (let at = 0; at < raw.length; at += 2) {
    (headers[raw[at].toLowerCase()] ??= []).push({ key: raw[at], value: raw[at + 1] });
  }
  return headers;
};

/** An answer of a function, if it is one that CloudFront takes. */
const taken = ({ status, headers }) => {
  if (!/^[1-5][0-9]{2}$/.test(status)) throw new Error(`no status: ${status}`);
  for (const [name, lines] of Object.entries(headers)) {
    const isRight = name === name.toLowerCase() && Array.isArray(lines) && lines.length > 0;
    const areTexts = isRight && lines.every(({ key, value }) => key.toLowerCase() === name && typeof value === "string");
    if (!areTexts) throw new Error(`no header: ${name}: ${JSON.stringify(lines)}`);
  }
  return { status, headers };
};

/** The origin behind it. */
const origin = ({ uri }) =>
  uri.includes("breaks")
    ? { status: "500", statusDescription: "Internal Server Error", headers: {} }
    : { status: "200", statusDescription: "OK", headers: told(Object.entries(said).flat()) };

createServer(async (asked, answer) => {
  const handler = handlers[asked.headers.host.split(".")[0]];
  const [uri, querystring = ""] = asked.url.split(/\?(.*)/s);
  const request = { clientIp: "203.0.113.178", headers: told(asked.rawHeaders), method: asked.method, querystring, uri };
  const event = (type, more) => ({ Records: [{ cf: { config: config(type), request, ...more } }] });
  const first = await handler(event("viewer-request"));
  let response;
  if (first.status) {
    response = taken(first);
  } else {
    response = origin(first);
    // Where the origin answers with an error, no function is asked at the viewer's response.
    if (Number(response.status) < 400) response = taken(await handler(event("viewer-response", { response })));
  }
  for (const [name, lines] of Object.entries(response.headers)) {
    answer.setHeader(name, lines.map(({ value }) => value));
  }
  answer.writeHead(Number(response.status)).end();
}).listen(process.env.PORT, "127.0.0.1");
