// Express under each policy: what host is asked for says which.
const express = require("express");
const fs = require("fs");

const said = JSON.parse(fs.readFileSync("said.json"));
const apps = {};
for (const name of fs.readdirSync(".").filter((name) => /^p[0-9]+$/.test(name))) {
  const app = express();
  app.use(require(`./${name}/crosscheck-cors.js`));
  app.use((request, response) => {
    if (request.path.includes("breaks")) throw new Error("it breaks");
    response.set(said).send("ok");
  });
  apps[name] = app;
}
require("http")
  .createServer((request, response) => apps[request.headers.host.split(".")[0]](request, response))
  .listen(process.env.PORT, "127.0.0.1");
