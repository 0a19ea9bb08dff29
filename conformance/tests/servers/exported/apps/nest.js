// NestJS under each policy: what host is asked for says which.
require("reflect-metadata");
const { All, Controller, Module, Req, Res } = require("@nestjs/common");
const { NestFactory } = require("@nestjs/core");
const fs = require("fs");

const said = JSON.parse(fs.readFileSync("said.json"));
class Everything {
  answer(request, response) {
    if (request.path.includes("breaks")) throw new Error("it breaks");
    response.set(said).send("ok");
  }
}
// What a compiler of TypeScript makes of decorators.
All("*")(Everything.prototype, "answer", Object.getOwnPropertyDescriptor(Everything.prototype, "answer"));
Req()(Everything.prototype, "answer", 0);
Res()(Everything.prototype, "answer", 1);
Controller()(Everything);
class Shop {}
Module({ controllers: [Everything] })(Shop);

async function start() {
  const apps = {};
  for (const name of fs.readdirSync(".").filter((name) => /^p[0-9]+$/.test(name))) {
    const app = await NestFactory.create(Shop, { logger: false });
    app.use(require(`./${name}/crosscheck-cors.js`));
    await app.init();
    apps[name] = app.getHttpAdapter().getInstance();
  }
  require("http")
    .createServer((request, response) => apps[request.headers.host.split(".")[0]](request, response))
    .listen(process.env.PORT, "127.0.0.1");
}
start();
