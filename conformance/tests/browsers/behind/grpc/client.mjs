import { createGrpcTransport } from "@connectrpc/connect-node";
import { ask } from "./asks.mjs";

console.log(await ask(createGrpcTransport({ baseUrl: process.argv[2] })));
process.exit();
