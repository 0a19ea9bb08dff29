// Fastify under each policy: what host is asked for says which.
const fastify = require("fastify");
const fs = require("fs");

const said = JSON.parse(fs.readFileSync("said.json"));
async function start() {
  const apps = {};
  for (const name of fs.readdirSync(".").filter((name) => /^p[0-9]+$/.test(name))) {
    const app = fastify();
    app.addHook("onRequest", require(`./${name}/crosscheck-cors.js`));
    app.addContentTypeParser("*", (request, body, done) => done(null));
    app.all("/*", async (request, reply) => {
      if (request.url.includes("breaks")) throw new Error("it breaks");
      return reply.headers(said).send("ok");
    });
    await app.ready();
    apps[name] = app;
  }
  require("http")
    .createServer((request, response) => apps[request.headers.host.split(".")[0]].routing(request, response))
    .listen(process.env.PORT, "127.0.0.1");
}
start();
