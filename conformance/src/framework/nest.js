require("reflect-metadata");
const { Controller, Delete, Get, Header, Module } = require("@nestjs/common");
const { NestFactory } = require("@nestjs/core");

class Orders {
  read() {
    return "ok";
  }
  remove() {
    return "ok";
  }
  fail() {
    throw new Error("it fails");
  }
}

// What a compiler of TypeScript makes of decorators.
function decorate(name, ...decorators) {
  const method = Object.getOwnPropertyDescriptor(Orders.prototype, name);
  decorators.forEach((decorator) => decorator(Orders.prototype, name, method));
}
decorate("read", Get("orders"), Header("X-Total", "5"));
decorate("remove", Delete("orders"), Header("X-Total", "5"));
decorate("fail", Get("fails"));
Controller()(Orders);

class Shop {}
Module({ controllers: [Orders] })(Shop);

async function start() {
  const app = await NestFactory.create(Shop);
  //PATCH
  await app.listen(process.env.PORT, "127.0.0.1");
}
start();
